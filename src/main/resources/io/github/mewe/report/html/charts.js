/* The charts of the measurement and the verification. */

/** Draws the frame and the axes; the caller adds the marks. */
function chart(id, label, {height, left = 60, right = 20, top = 14, x, y, xLabel, yLabel, xTicks, yTicks}, marks) {
  const place = byId(id);
  if (!place) return;
  drawn(place, (whole) => {
    const width = Math.min(whole, 820);
    const svg = d3.create('svg').attr('viewBox', `0 0 ${width} ${height}`).attr('width', width).attr('height', height)
      .attr('role', 'img').attr('aria-label', label);
    const bottom = xLabel ? 42 : 24;
    const xs = x([left, width - right]);
    const ys = y([height - bottom, top]);
    if (xTicks !== 0) {
      const axis = d3.axisBottom(xs).tickSizeOuter(0);
      if (xs.manyTimes) axis.ticks(4, ',');
      else if (xs.ticks) axis.ticks(xTicks ?? Math.max(3, width / 90));
      svg.append('g').attr('class', 'axis').attr('transform', `translate(0,${height - bottom})`).call(axis);
    }
    if (yTicks !== 0) {
      const axis = d3.axisLeft(ys).tickSizeOuter(0);
      if (ys.ticks) axis.ticks(yTicks ?? 5).tickSizeInner(-(width - left - right));
      svg.append('g').attr('class', 'axis').attr('transform', `translate(${left},0)`).call(axis);
    }
    if (xLabel) svg.append('text').attr('class', 'label').attr('x', width - right).attr('y', height - 6).attr('text-anchor', 'end').text(xLabel);
    if (yLabel) svg.append('text').attr('class', 'label').attr('x', 4).attr('y', 10).text(yLabel);
    marks({svg, x: xs, y: ys, width, height, bottom, left, right, top});
    place.replaceChildren(svg.node());
  });
}

const linear = (low, high) => (range) => d3.scaleLinear([low, high], range).nice();
/** Uses a logarithmic scale if the times span more than a factor of eight. */
const timeScale = (low, high) => (low > 0 && high > 8 * low
  ? (range) => Object.assign(d3.scaleLog([low, high], range).nice(), {manyTimes: true})
  : linear(low, high));
const bands = (names, padding) => (range) => d3.scaleBand(names, range).padding(padding);

function frontierChart(model) {
  const budgets = (model.frontier ?? []).filter((b) => b.bits != null);
  if (budgets.length === 0) return;
  chart('frontier-chart', `Random bits per run against predicted run time at ${budgets.length} budgets; the table below has the figures.`, {
    height: 330, top: 30, right: 30,
    x: linear(1, Math.max(model.predicted, d3.max(budgets, (b) => b.predicted))),
    y: linear(0, d3.max(budgets, (b) => b.bits) || 1),
    xLabel: 'predicted run time relative to the original →',
    yLabel: '↑ random bits per run',
  }, ({svg, x, y, height, bottom, top}) => {
    svg.append('line').attr('x1', x(model.predicted)).attr('x2', x(model.predicted)).attr('y1', top).attr('y2', height - bottom)
      .attr('stroke', colour('instance')).attr('stroke-dasharray', '5 4');
    svg.append('text').attr('x', x(model.predicted) + 5).attr('y', height - bottom - 8).attr('fill', colour('instance')).text('this build');
    svg.append('path').datum(budgets).attr('fill', 'none').attr('stroke', colour('accent')).attr('stroke-width', 2)
      .attr('d', d3.line((b) => x(b.predicted), (b) => y(b.bits)));
    const points = svg.selectAll('.point').data(budgets).join('g').attr('class', 'point').attr('transform', (b) => `translate(${x(b.predicted)},${y(b.bits)})`);
    points.append('circle').attr('r', 5).attr('fill', colour('accent'));
    points.append('text').attr('y', -10).attr('text-anchor', 'middle').attr('class', 'halo').text((b) => (b.budget >= 100 ? 'no limit' : b.budget));
    points.append('title').text((b) => `budget ${b.budget}: predicted ${b.predicted}, ${figure(b.bits)} bits per run; ${count(b.call)} functions choose per call, ${count(b.paced)} paced, ${count(b.instance)} per instance, ${count(b.bound)} are bound`);
  });
}

/** Draws a row per run, a column per entered body and a colour per body number. */
function tracePictures(model) {
  const place = byId('trace-pictures');
  if (!place) return;
  for (const {invocation, picture} of model.dynamics ?? []) {
    const columns = Math.max(0, ...picture.map((run) => run.length));
    if (columns === 0) continue;
    const most = Math.max(...picture.map((run) => Math.max(0, ...run)));
    const canvas = element('canvas', {
      class: 'picture', role: 'img', width: columns, height: picture.length,
      'aria-label': `The first ${columns} bodies that each of ${picture.length} runs entered. Different rows are different runs.`,
    });
    const draw = () => {
      const context = canvas.getContext('2d');
      const colours = bodyColours(most);
      context.clearRect(0, 0, columns, picture.length);
      picture.forEach((run, y) => run.forEach((body, x) => {
        context.fillStyle = colours[body];
        context.fillRect(x, y, 1, 1);
      }));
    };
    draw();
    darkness.addEventListener('change', draw);
    canvas.style.height = `${Math.max(60, Math.min(360, picture.length * 6))}px`;
    const legend = element('ul', {class: 'legend'});
    const label = (body) => (body === 0 ? 'original' : `variant ${body}`);
    for (let body = 0; body <= Math.min(most, 8); body++) {
      const mark = element('i');
      const paint = () => { mark.style.background = bodyColours(most)[body]; };
      paint();
      darkness.addEventListener('change', paint);
      legend.append(element('li', {}, mark, label(body)));
    }
    place.append(element('figure', {},
      element('h3', {}, invocation), canvas, legend,
      element('figcaption', {}, `Each of the ${picture.length} rows is a run, each column one of the first ${columns} bodies that it entered; the colour shows which. Vertical stripes mean that all runs chose the same body; noise means diversity.`)));
  }
}

function bodyColours(most) {
  const scheme = [colour('body-0'), ...d3.schemeTableau10];
  return Array.from({length: most + 1}, (_, body) => (body < scheme.length ? scheme[body] : d3.interpolateRainbow((body * 0.37) % 1)));
}

/** Draws a thick bar for the middle half of the runs and a thin one for the middle 90 %. */
function timeCharts(model) {
  const place = byId('time-charts');
  if (!place) return;
  (model.times ?? []).forEach(({invocation, original, multivariant}, number) => {
    if (!original || !multivariant) return;
    const id = `time-${number}`;
    place.append(element('figure', {}, element('h3', {}, invocation), element('div', {id, class: 'chart'}),
      element('figcaption', {}, 'Thick bar: the middle 50 % of the runs. Thin bar: the middle 90 %. Mark: the median.')));
    const rows = [['original', original, 'none'], ['multivariant', multivariant, 'call']]
      .map(([name, q, key]) => ({name, low: q[1], quarter: q[5], median: q[10], threeQuarters: q[15], high: q[19], key}));
    chart(id, `${invocation}: median ${figure(original[10])} microseconds before and ${figure(multivariant[10])} after.`, {
      height: 130, left: 95, right: 30,
      x: timeScale(d3.min(rows, (r) => r.low), d3.max(rows, (r) => r.high)),
      y: bands(['multivariant', 'original'], 0.25),
      xLabel: 'microseconds →',
    }, ({svg, x, y}) => {
      const row = svg.selectAll('.row').data(rows).join('g').attr('transform', (r) => `translate(0,${y(r.name) + y.bandwidth() / 2})`);
      row.append('rect').attr('x', (r) => x(r.low)).attr('width', (r) => x(r.high) - x(r.low)).attr('y', -2).attr('height', 4).attr('fill', (r) => colour(r.key));
      row.append('rect').attr('x', (r) => x(r.quarter)).attr('width', (r) => Math.max(1, x(r.threeQuarters) - x(r.quarter))).attr('y', -10).attr('height', 20).attr('rx', 3).attr('fill', (r) => colour(r.key));
      row.append('rect').attr('x', (r) => x(r.median) - 1.5).attr('width', 3).attr('y', -14).attr('height', 28).attr('fill', colour('ink'));
      row.append('title').text((r) => `${r.name}: median ${figure(r.median)} µs, middle 50 % ${figure(r.quarter)} to ${figure(r.threeQuarters)} µs, middle 90 % ${figure(r.low)} to ${figure(r.high)} µs`);
    });
  });
}

function exposureCharts(model) {
  const common = (model.common ?? []).map(([length, share]) => ({length: `${length} instructions`, share: 100 * share}));
  if (common.length > 0) {
    chart('exposure-chart', common.map((d) => `${d.length}: ${d.share.toFixed(1)} percent`).join('; '), {
      height: 34 * common.length + 46, left: 110, right: 60,
      x: linear(0, Math.max(10, d3.max(common, (d) => d.share))),
      y: (range) => d3.scaleBand(common.map((d) => d.length), [range[1], range[0]]).padding(0.25),
      xLabel: '% of sequences found in all bodies →',
    }, ({svg, x, y}) => {
      const bar = svg.selectAll('.bar').data(common).join('g').attr('transform', (d) => `translate(0,${y(d.length)})`);
      bar.append('rect').attr('x', x(0)).attr('width', (d) => x(d.share) - x(0)).attr('height', y.bandwidth()).attr('rx', 2).attr('fill', colour('call'));
      bar.append('text').attr('x', (d) => x(d.share) + 6).attr('y', y.bandwidth() / 2).attr('dy', '.35em').text((d) => `${d.share.toFixed(1)} %`);
    });
  }
  const distances = (model.distances ?? []).map((distance, i) => ({distance, share: 5 * i}));
  if (distances.length > 0) {
    chart('distance-chart', `Half of the pairs differ by at least ${figure(distances[10].distance)}.`, {
      height: 240,
      x: (range) => d3.scaleLinear([0, 1], range),
      y: (range) => d3.scaleLinear([0, 100], range),
      xLabel: 'distance between two bodies →',
      yLabel: '',
    }, ({svg, x, y}) => {
      svg.append('path').datum(distances).attr('fill', colour('bound')).attr('fill-opacity', 0.25).attr('d', d3.area((d) => x(d.distance), y(0), (d) => y(d.share)));
      svg.append('path').datum(distances).attr('fill', 'none').attr('stroke', colour('bound')).attr('stroke-width', 2).attr('d', d3.line((d) => x(d.distance), (d) => y(d.share)));
    });
  }
}

function verificationChart(model) {
  if (!model.verified) return;
  const colours = {proved: 'bound', executed: 'call', 'not-executed': 'none', divergent: 'bad'};
  const counts = new Map(Object.keys(colours).map((status) => [status, 0]));
  for (const variants of model.verified) {
    for (const variant of variants) {
      const status = variant.length ? model.words[variant[0]] : 'not-executed';
      counts.set(status, (counts.get(status) ?? 0) + 1);
    }
  }
  let sum = 0;
  const parts = [...counts].filter(([, n]) => n > 0).map(([status, n]) => {
    const start = sum;
    sum += n;
    return {status, n, start, label: `${statuses[status] ?? status}: ${count(n)} ${n === 1 ? 'variant' : 'variants'}`};
  });
  const place = byId('verification-chart');
  const legend = element('ul', {class: 'legend'});
  for (const part of parts) {
    const mark = element('i');
    const paint = () => { mark.style.background = colour(colours[part.status] ?? 'none'); };
    paint();
    darkness.addEventListener('change', paint);
    legend.append(element('li', {}, mark, part.label));
  }
  place.after(legend);
  chart('verification-chart', parts.map((p) => p.label).join(', '), {
    height: 48, left: 0, right: 0, top: 4, xTicks: 0, yTicks: 0,
    x: (range) => d3.scaleLinear([0, sum], range),
    y: (range) => d3.scaleLinear([0, 1], range),
  }, ({svg, x}) => {
    svg.selectAll('rect').data(parts).join('rect').attr('x', (p) => x(p.start)).attr('width', (p) => Math.max(1.5, x(p.start + p.n) - x(p.start) - 1))
      .attr('y', 6).attr('height', 34).attr('rx', 3).attr('fill', (p) => colour(colours[p.status] ?? 'none'))
      .append('title').text((p) => p.label);
  });
}
