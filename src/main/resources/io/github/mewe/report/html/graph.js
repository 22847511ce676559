/* The call graph: the hottest functions first, or the neighbourhood of one function. */

const neighboursShown = 40;

class CallGraph {
  constructor(model, open) {
    this.model = model;
    this.open = open;
    this.canvas = byId('graph-canvas');
    this.stage = byId('graph-stage');
    this.tip = byId('graph-tip');
    this.transform = d3.zoomIdentity;
    this.nodes = [];
    this.links = [];
    this.selected = -1;
    this.hovered = null;
    this.zoom = d3.zoom().scaleExtent([0.02, 12]).on('zoom', ({transform}) => {
      this.transform = transform;
      this.draw();
    });
    d3.select(this.canvas).call(this.zoom).on('dblclick.zoom', null);
    this.tools();
    this.legend();
    for (const id of ['graph-tools', 'graph-stage']) byId(id).hidden = false;
    drawn(this.stage, () => {
      const scale = devicePixelRatio || 1;
      this.width = this.stage.clientWidth;
      this.height = this.stage.clientHeight;
      this.canvas.width = this.width * scale;
      this.canvas.height = this.height * scale;
      if (this.nodes.length) this.fit();
    });
    this.showHottest(Number(byId('graph-count').value));
  }

  tools() {
    const sizes = [60, 150, 400, 1000, 2500].filter((n) => n < this.model.size);
    const options = byId('graph-count');
    for (const n of sizes) options.append(element('option', {value: n}, `the ${count(n)} hottest`));
    if (this.model.size <= 2500) options.append(element('option', {value: this.model.size}, `all ${count(this.model.size)}`));
    options.value = String(sizes.includes(150) ? 150 : this.model.size);
    options.addEventListener('change', () => {
      this.selected = -1;
      byId('graph-selected').replaceChildren();
      this.showHottest(Number(options.value));
    });
    const search = byId('graph-search');
    search.addEventListener('input', () => this.suggest(search.value));
    search.addEventListener('change', () => this.find(search.value));
    search.addEventListener('keydown', (event) => { if (event.key === 'Enter') this.find(search.value); });
    byId('graph-in').addEventListener('click', () => d3.select(this.canvas).call(this.zoom.scaleBy, 1.5));
    byId('graph-out').addEventListener('click', () => d3.select(this.canvas).call(this.zoom.scaleBy, 1 / 1.5));
    byId('graph-fit').addEventListener('click', () => this.fit());
    this.canvas.addEventListener('keydown', (event) => {
      const step = 60 / this.transform.k;
      const moves = {ArrowLeft: [step, 0], ArrowRight: [-step, 0], ArrowUp: [0, step], ArrowDown: [0, -step]};
      if (moves[event.key]) d3.select(this.canvas).call(this.zoom.translateBy, ...moves[event.key]);
      else if (event.key === '+' || event.key === '=') d3.select(this.canvas).call(this.zoom.scaleBy, 1.5);
      else if (event.key === '-') d3.select(this.canvas).call(this.zoom.scaleBy, 1 / 1.5);
      else if (event.key === 'Enter' && this.selected >= 0) this.open(this.selected);
      else return;
      event.preventDefault();
    });
    this.canvas.addEventListener('pointermove', (event) => this.hover(this.at(event), event));
    this.canvas.addEventListener('pointerleave', () => this.hover(null));
    this.canvas.addEventListener('click', (event) => {
      const node = this.at(event);
      if (node) this.select(node.i);
    });
  }

  legend() {
    const present = new Set(this.model.mode);
    const fill = () => byId('graph-legend').replaceChildren(...Object.entries(modes).filter(([mode]) => present.has(mode)).map(([mode, text]) => {
      const mark = element('i');
      mark.style.background = colour(mode);
      return element('li', {}, mark, text);
    }));
    fill();
    darkness.addEventListener('change', fill);
  }

  suggest(text) {
    const wanted = text.trim().toLowerCase();
    const found = [];
    if (wanted) {
      for (const i of this.model.hottest) {
        if (this.model.name[i].toLowerCase().includes(wanted)) found.push(i);
        if (found.length === 12) break;
      }
    }
    byId('graph-names').replaceChildren(...found.map((i) => element('option', {value: this.model.name[i]})));
  }

  find(text) {
    const wanted = text.trim();
    if (!wanted) return;
    let found = this.model.name.indexOf(wanted);
    if (found < 0) found = this.model.index.indexOf(Number(wanted));
    if (found < 0) found = [...this.model.hottest].find((i) => this.model.name[i].toLowerCase().includes(wanted.toLowerCase())) ?? -1;
    if (found < 0) byId('graph-said').textContent = `No function is called ${wanted}.`;
    else this.showNeighbours(found);
  }

  showHottest(number) {
    const chosen = Array.from(this.model.hottest.slice(0, number));
    this.layOut(chosen, null);
    byId('graph-said').textContent = `${count(chosen.length)} of ${count(this.model.size)} functions and ${count(this.links.length)} calls among them.`;
  }

  showNeighbours(i) {
    const byHeat = (functions) => [...functions].sort((a, b) => this.model.heat[a] - this.model.heat[b]);
    const callers = byHeat(this.model.callers[i]);
    const callees = byHeat(this.model.callees[i]);
    const columns = new Map([[i, 0]]);
    for (const callee of callees.slice(0, neighboursShown)) columns.set(callee, 1);
    for (const caller of callers.slice(0, neighboursShown)) if (!columns.has(caller)) columns.set(caller, -1);
    this.layOut([...columns.keys()], columns);
    const more = Math.max(0, callers.length - neighboursShown) + Math.max(0, callees.length - neighboursShown);
    byId('graph-said').textContent = `${this.model.name[i]} with ${count(callers.length)} callers and ${count(callees.length)} callees${more ? `; the ${count(more)} least used are omitted` : ''}.`;
    this.select(i);
  }

  layOut(chosen, columns) {
    const {model} = this;
    const places = new Map(chosen.map((i, n) => [i, n]));
    const hottest = Math.max(1e-9, ...chosen.map((i) => model.share[i]));
    this.nodes = chosen.map((i) => ({i, r: 4 + 18 * Math.sqrt(model.share[i] / hottest)}));
    this.links = [];
    for (const i of chosen) {
      for (const callee of model.callees[i]) {
        if (places.has(callee)) this.links.push({source: places.get(i), target: places.get(callee)});
      }
    }
    const depths = columns ? chosen.map((i) => columns.get(i)) : this.depths();
    const distance = columns ? 220 : 110;
    const spread = d3.rollup(depths, (same) => same.length, (depth) => depth);
    const taken = new Map();
    this.nodes.forEach((node, n) => {
      const depth = depths[n];
      const nth = taken.get(depth) ?? 0;
      taken.set(depth, nth + 1);
      node.x = depth * distance;
      node.y = (nth - spread.get(depth) / 2) * (columns ? 34 : 22) * (columns ? 1 : 0.6);
      node.depth = depth;
    });
    const simulation = d3.forceSimulation(this.nodes)
      .force('x', d3.forceX((node) => node.depth * distance).strength(columns ? 1 : 0.35))
      .force('y', d3.forceY(0).strength(0.03))
      .force('charge', d3.forceManyBody().strength(columns ? -10 : -60).distanceMax(400))
      .force('link', d3.forceLink(this.links).distance(distance * 0.8).strength(columns ? 0 : 0.06))
      .force('collide', d3.forceCollide((node) => node.r + (columns ? 9 : 3)))
      .stop();
    // Large graphs get fewer iterations.
    simulation.tick(Math.round(Math.max(12, Math.min(200, 60000 / (this.nodes.length + this.links.length + 1)))));
    // Wide screens leave room between callers and callees.
    const [left, right] = d3.extent(this.nodes, (node) => node.x);
    const [top, bottom] = d3.extent(this.nodes, (node) => node.y);
    if (right > left && this.width) {
      const wide = ((bottom - top + 60) * this.width) / this.height;
      const stretch = Math.max(0.6, Math.min(columns ? 2 : 8, (0.8 * wide) / (right - left)));
      for (const node of this.nodes) node.x *= stretch;
    }
    this.near = d3.quadtree(this.nodes, (node) => node.x, (node) => node.y);
    this.byPlace = places;
    this.fit();
  }

  /** The distance of each shown function from the shown functions without shown callers. */
  depths() {
    const callees = this.nodes.map(() => []);
    const called = new Uint8Array(this.nodes.length);
    for (const {source, target} of this.links) {
      callees[source].push(target);
      called[target] = 1;
    }
    const depths = new Int32Array(this.nodes.length).fill(-1);
    const from = (starts) => {
      let level = starts.filter((n) => depths[n] < 0);
      for (let depth = 0; level.length > 0; depth++) {
        for (const n of level) depths[n] = depth;
        level = [...new Set(level.flatMap((n) => callees[n]).filter((n) => depths[n] < 0))];
      }
    };
    from([...called.keys()].filter((n) => !called[n]));
    // Functions reached only through recursion remain.
    for (let n = 0; n < depths.length; n++) if (depths[n] < 0) from([n]);
    return [...depths];
  }

  fit() {
    if (!this.nodes.length || !this.width) return;
    const [left, right] = d3.extent(this.nodes, (node) => node.x);
    const [top, bottom] = d3.extent(this.nodes, (node) => node.y);
    const k = Math.min(2, this.width / (right - left + 160), this.height / (bottom - top + 90));
    this.transform = d3.zoomIdentity.translate(this.width / 2, this.height / 2).scale(k).translate(-(left + right) / 2, -(top + bottom) / 2);
    d3.select(this.canvas).call(this.zoom.transform, this.transform);
  }

  at(event) {
    const [x, y] = this.transform.invert(d3.pointer(event, this.canvas));
    const node = this.near && this.near.find(x, y, 30 / this.transform.k + 10);
    return node && Math.hypot(node.x - x, node.y - y) <= node.r + 10 / this.transform.k ? node : null;
  }

  hover(node, event) {
    if (node !== this.hovered) {
      this.hovered = node;
      this.draw();
    }
    this.tip.hidden = !node;
    if (!node) return;
    const {model} = this;
    this.tip.textContent = `${model.name[node.i]}: ${percent(model.share[node.i])} of run time, ${model.bodies[node.i] || 1} bodies, ${modes[model.mode[node.i]]}`;
    const [x, y] = d3.pointer(event, this.stage);
    this.tip.style.left = `${Math.min(x + 12, this.width - 200)}px`;
    this.tip.style.top = `${y + 14}px`;
  }

  select(i) {
    this.selected = i;
    this.draw();
    const {model} = this;
    const list = (title, functions) => element('div', {}, element('h4', {}, `${title} (${count(functions.length)})`),
      functions.length ? element('ul', {}, ...[...functions].sort((a, b) => model.heat[a] - model.heat[b]).slice(0, 200)
        .map((other) => element('li', {}, element('button', {type: 'button', class: 'link', onclick: () => this.showNeighbours(other)}, model.name[other])))) : element('p', {}, 'none'));
    byId('graph-selected').replaceChildren(element('div', {class: 'panel'},
      element('h3', {}, model.name[i]),
      element('p', {}, `${model.variants[i].length} variants, ${modes[model.mode[i]]}; ${percent(model.share[i])} of run time.`),
      element('div', {class: 'buttons'},
        element('button', {type: 'button', onclick: () => this.open(i)}, 'Compare bodies'),
        element('button', {type: 'button', onclick: () => this.showNeighbours(i)}, 'Show neighbourhood'),
        element('button', {type: 'button', onclick: () => this.showHottest(Number(byId('graph-count').value))}, 'Back to the hottest')),
      element('div', {class: 'neighbours'}, list('Called by', model.callers[i]), list('Calls', model.callees[i]))));
  }

  draw() {
    if (paper.matches) {
      this.paint();
      return;
    }
    if (this.queued) return;
    this.queued = requestAnimationFrame(() => {
      this.queued = 0;
      this.paint();
    });
  }

  paint() {
    const {model, transform: {x, y, k}} = this;
    const context = this.canvas.getContext('2d');
    const scale = devicePixelRatio || 1;
    context.setTransform(scale, 0, 0, scale, 0, 0);
    context.clearRect(0, 0, this.width, this.height);
    context.translate(x, y);
    context.scale(k, k);
    const marked = this.hovered?.i ?? this.selected;
    const ink = colour('ink');
    const line = colour('soft');
    const seen = {left: -x / k - 40, right: (this.width - x) / k + 40, top: -y / k - 40, bottom: (this.height - y) / k + 40};
    const inside = (node) => node.x > seen.left && node.x < seen.right && node.y > seen.top && node.y < seen.bottom;
    const crowd = Math.min(0.5, 60 / Math.max(120, this.links.length) + 0.06);
    const paths = [new Path2D(), new Path2D()];
    for (const {source, target} of this.links) {
      if (!inside(source) && !inside(target)) continue;
      const own = source.i === marked || target.i === marked ? 1 : 0;
      const bend = (target.x - source.x) / 2;
      paths[own].moveTo(source.x, source.y);
      paths[own].bezierCurveTo(source.x + bend, source.y, target.x - bend, target.y, target.x, target.y);
      if (k > 0.9 || own) arrow(paths[own], source, target, k);
    }
    context.strokeStyle = line;
    context.lineWidth = 1 / k;
    context.globalAlpha = crowd;
    context.stroke(paths[0]);
    context.globalAlpha = 1;
    context.strokeStyle = ink;
    context.lineWidth = 1.6 / k;
    context.stroke(paths[1]);
    const colours = Object.fromEntries(Object.keys(modes).map((mode) => [mode, colour(mode)]));
    const paper = colour('raised');
    for (const node of this.nodes) {
      if (!inside(node)) continue;
      const bodies = model.bodies[node.i] || 1;
      context.fillStyle = colours[model.mode[node.i]];
      context.beginPath();
      context.arc(node.x, node.y, node.r, 0, 2 * Math.PI);
      context.fill();
      if (bodies > 1 && node.r * k > 5) {
        context.strokeStyle = paper;
        context.lineWidth = Math.min(2, node.r / 4);
        context.beginPath();
        for (let part = 0; part < bodies; part++) {
          const angle = (2 * Math.PI * part) / bodies - Math.PI / 2;
          context.moveTo(node.x, node.y);
          context.lineTo(node.x + node.r * Math.cos(angle), node.y + node.r * Math.sin(angle));
        }
        context.stroke();
      }
      if (node.i === this.selected) {
        context.strokeStyle = ink;
        context.lineWidth = 2.5 / k;
        context.beginPath();
        context.arc(node.x, node.y, node.r + 4 / k, 0, 2 * Math.PI);
        context.stroke();
      }
    }
    context.font = `${12 / k}px system-ui, sans-serif`;
    context.textBaseline = 'middle';
    context.lineJoin = 'round';
    context.lineWidth = 3 / k;
    context.strokeStyle = paper;
    context.fillStyle = ink;
    const taken = [];
    for (const node of [...this.nodes].sort((a, b) => (b.i === marked) - (a.i === marked) || b.r - a.r)) {
      if (!inside(node) || (node.i !== marked && node.r * k < 6 && this.nodes.length > 90 && k < 1.5)) continue;
      const name = model.name[node.i];
      const text = name.length > 34 && node.i !== marked ? `${name.slice(0, 33)}…` : name;
      const box = [node.x + node.r + 4 / k, node.y - 7 / k, node.x + node.r + (4 + 7 * text.length) / k, node.y + 7 / k];
      if (node.i !== marked && taken.some((other) => box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1])) continue;
      taken.push(box);
      context.strokeText(text, box[0], node.y);
      context.fillText(text, box[0], node.y);
      if (taken.length > 150) break;
    }
  }
}

function arrow(path, source, target, k) {
  const way = Math.sign(target.x - source.x) || 1;
  const tip = target.x - way * (target.r + 1);
  const size = Math.min(6, 6 / k);
  path.moveTo(tip - way * size, target.y - size / 2);
  path.lineTo(tip, target.y);
  path.lineTo(tip - way * size, target.y + size / 2);
}
