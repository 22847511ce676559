/* A treemap of function sizes in the output, coloured by choice. */

const mostCells = 400;

function sizeChart(model, open) {
  const place = byId('size-chart');
  const order = d3.range(model.size).sort((a, b) => model.output[b] - model.output[a] || a - b);
  const shown = order.slice(0, mostCells).filter((i) => model.output[i] > 0);
  const rest = order.slice(mostCells);
  const most = d3.max(model.bits) || 1;
  const cells = shown.map((i) => ({i, size: model.output[i]}));
  if (rest.length > 0) cells.push({i: -1, size: d3.sum(rest, (i) => model.output[i])});
  let at = 0;
  drawn(place, (width) => {
    const height = narrow() ? 380 : 440;
    const scales = Object.fromEntries(Object.keys(modes).map((mode) => [mode, d3.scaleLinear([0, most], [colour('low'), colour(mode)])]));
    const root = d3.treemap().size([width, height]).padding(1).round(true)(d3.hierarchy({children: cells}).sum((d) => d.size));
    const svg = d3.create('svg').attr('viewBox', `0 0 ${width} ${height}`).attr('width', width).attr('height', height)
      .attr('role', 'group').attr('aria-label', 'Functions by size. The arrow keys move, Enter opens a function.');
    const leaves = root.leaves();
    const cell = svg.selectAll('g').data(leaves).join('g').attr('transform', (d) => `translate(${d.x0},${d.y0})`);
    const say = ({data}) => (data.i < 0
      ? `${count(rest.length)} smaller functions, ${bytes(data.size)}`
      : `${model.name[data.i]}: ${bytes(data.size)} in ${model.bodies[data.i] || 1} bodies, ${figure(model.bits[data.i])} bits`);
    const fill = (d) => (d.data.i < 0 ? colour('sunk') : scales[model.mode[d.data.i]](model.bits[d.data.i]));
    cell.append('rect').attr('class', 'cell').attr('width', (d) => d.x1 - d.x0).attr('height', (d) => d.y1 - d.y0)
      .attr('fill', fill).attr('role', 'button').attr('aria-label', say).attr('tabindex', (_, n) => (n === at ? 0 : -1))
      .on('click', (_, d) => d.data.i >= 0 && open(d.data.i))
      .on('keydown', (event, d) => {
        const step = {ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1}[event.key];
        if (step) {
          event.preventDefault();
          const all = [...svg.node().querySelectorAll('.cell')];
          all[at].setAttribute('tabindex', -1);
          at = (at + step + all.length) % all.length;
          all[at].setAttribute('tabindex', 0);
          all[at].focus();
        } else if ((event.key === 'Enter' || event.key === ' ') && d.data.i >= 0) {
          event.preventDefault();
          open(d.data.i);
        }
      })
      .append('title').text(say);
    cell.filter((d) => d.x1 - d.x0 > 54 && d.y1 - d.y0 > 20).append('text').attr('x', 5).attr('y', 15).attr('pointer-events', 'none')
      .style('fill', (d) => (d3.lab(fill(d)).l > 58 ? '#111' : '#fff'))
      .text((d) => {
        const name = d.data.i < 0 ? `${count(rest.length)} more` : model.name[d.data.i];
        const fits = Math.floor((d.x1 - d.x0 - 8) / 7.2);
        return name.length > fits ? `${name.slice(0, Math.max(1, fits - 1))}…` : name;
      });
    place.replaceChildren(svg.node());
  });
  const present = new Set(shown.map((i) => model.mode[i]));
  drawn(byId('size-legend'), () => {
    const entries = Object.entries(modes).filter(([mode]) => present.has(mode)).map(([mode, text]) => {
      const canvas = element('canvas', {width: 60, height: 10, 'aria-hidden': 'true'});
      const context = canvas.getContext('2d');
      const scale = d3.scaleLinear([0, 60], [colour('low'), colour(mode === 'none' ? 'low' : mode)]);
      for (let x = 0; x < 60; x++) {
        context.fillStyle = scale(x);
        context.fillRect(x, 0, 1, 10);
      }
      return element('li', {}, canvas, ` ${text}`);
    });
    byId('size-legend').replaceChildren(element('p', {class: 'hint'}, `From 0 to ${figure(most)} bits:`), element('ul', {class: 'legend'}, ...entries));
  });
}
