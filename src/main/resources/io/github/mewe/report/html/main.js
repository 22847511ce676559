/* Starts the scripts of the page. */

async function start() {
  const model = new Model(JSON.parse(await unpacked(byId('data').textContent)));
  const view = new FunctionView(model, packedTexts());
  functionTable(model, view.open);
  if (model.callees && model.size > 0) new CallGraph(model, view.open);
  sizeChart(model, view.open);
  frontierChart(model);
  tracePictures(model);
  timeCharts(model);
  exposureCharts(model);
  verificationChart(model);
  const wanted = /^#function=(\d+)$/.exec(location.hash);
  if (wanted) {
    const found = model.index.indexOf(Number(wanted[1]));
    if (found >= 0) await view.open(found);
  }
  document.documentElement.dataset.ready = 'true';
}

start().catch((error) => {
  const failure = byId('failure');
  failure.hidden = false;
  failure.textContent = typeof DecompressionStream === 'undefined'
    ? 'This browser is too old for the graphs and charts: it cannot decompress their data.'
    : `Cannot show the graphs and charts: ${error.message}`;
  throw error;
});
