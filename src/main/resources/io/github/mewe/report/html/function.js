/* The details of one function and a comparison of its bodies. */

class FunctionView {
  constructor(model, texts) {
    this.model = model;
    this.texts = texts;
    this.dialog = byId('function');
    this.dialog.addEventListener('click', (event) => { if (event.target === this.dialog) this.dialog.close(); });
    this.dialog.addEventListener('close', () => { if (location.hash.startsWith('#function=')) history.replaceState(null, '', location.pathname + location.search); });
    this.open = this.open.bind(this);
  }

  async open(i) {
    const {model} = this;
    byId('function-title').textContent = model.name[i];
    const body = byId('function-body');
    body.replaceChildren(this.facts(i), ...this.variants(i));
    if (!this.dialog.open) this.dialog.showModal();
    this.dialog.scrollTop = 0;
    history.replaceState(null, '', `#function=${model.index[i]}`);
    await this.sideBySide(i, body);
  }

  facts(i) {
    const {model} = this;
    const facts = [
      ['Index in the original', count(model.index[i])],
      ['Size', `${count(model.instructions[i])} instructions, ${bytes(model.bytes[i])}; all bodies ${bytes(model.output[i])}`],
      ['Share of run time', `${percent(model.share[i])} predicted (${model.predictedFrom === 'profile' ? `calls recorded: ${figure(model.calls[i])}` : 'estimated'})`],
    ];
    if (model.entry) {
      const entries = [model.entry[i] & 1 && 'exported', model.entry[i] & 2 && 'in a table or referenced'].filter(Boolean);
      if (entries.length) facts.push(['Reached', entries.join(', ')]);
    }
    if (model.variants[i].length === 0) facts.push(['No variants', model.reasonOf(i)]);
    else if (model.number[i] >= 0) {
      facts.push(['Choice', `${modes[model.mode[i]]}${model.bound[i] ? `, to ${model.bound[i]} of the bodies` : ''}${model.dispatcher[i] === model.granularity[i] ? '' : `; indirect calls choose ${modes[model.words[model.dispatcher[i]]]}`}; ${figure(model.bits[i])} bits`]);
      facts.push(['Dispatcher', `number ${model.number[i]}, ${model.words[model.shape[i]]}`]);
    }
    if (model.distance && model.distance[i] >= 0) facts.push(['Distance between bodies', `${figure(model.distance[i])} on average (0 to 1)`]);
    if (model.commonOf && model.commonOf[i] >= 0) facts.push(['Sequences in all bodies', percent(model.commonOf[i])]);
    return element('dl', {class: 'facts'}, ...facts.flatMap(([name, value]) => [element('dt', {}, name), element('dd', {}, value)]));
  }

  variants(i) {
    const {model} = this;
    if (model.variants[i].length === 0) return [];
    const head = ['variant', 'bytes', 'transformations', 'derivation', ...(model.verified ? ['verification'] : [])];
    const rows = model.variants[i].map((variant, n) => {
      const chain = d3.rollups(model.chain(i, n), (same) => same.length, (step) => step);
      const cells = [`${n + 1}`, count(variant[0]), chain.map(([step, times]) => (times > 1 ? `${step} (x${times})` : step)).join(' → '), model.words[variant[2]]];
      if (model.verified) cells.push(this.found(model.verified[i][n]));
      return element('tr', {}, ...cells.map((cell, c) => element(c === 0 ? 'th' : 'td', c === 0 ? {scope: 'row'} : {}, cell)));
    });
    return [element('div', {class: 'scroll', tabindex: 0}, element('table', {},
      element('thead', {}, element('tr', {}, ...head.map((title) => element('th', {scope: 'col'}, title)))),
      element('tbody', {}, ...rows)))];
  }

  found(variant) {
    if (!variant.length) return 'not executed';
    const [status, inputs, reached, reason] = variant;
    const text = [statuses[this.model.words[status]] ?? this.model.words[status]];
    if (inputs > 0) text.push(`${count(inputs)} inputs`);
    if (reached >= 0) text.push(`${percent(reached)} of instructions reached`);
    if (reason != null) text.push(this.model.words[reason]);
    return text.join(', ');
  }

  async sideBySide(i, place) {
    if (this.model.variants[i].length === 0) return;
    const packed = this.texts.get(i);
    if (!packed) {
      place.append(element('p', {class: 'missing', id: 'no-text'}, 'This page omits the bodies of this function to stay small; the hottest functions come first. Increase <textKilobytes> (mewe.report.textKilobytes) to include more.'));
      return;
    }
    const bodies = JSON.parse(await unpacked(packed));
    if (bodies.length < 2) {
      place.append(element('p', {}, 'This function has only one body.'));
      return;
    }
    const label = (n) => (n === 0 && this.model.kept[i] ? 'original' : `variant ${n + 1 - this.model.kept[i]}`);
    const select = (value) => {
      const made = element('select', {}, ...bodies.map((_, n) => element('option', {value: n}, label(n))));
      made.value = String(value);
      made.addEventListener('change', () => show());
      return made;
    };
    const left = select(0);
    const right = select(1);
    const said = element('p', {class: 'said', role: 'status'});
    const view = element('div', {class: 'difference', tabindex: 0, role: 'region', 'aria-label': 'Line-by-line comparison of two bodies'});
    const show = () => {
      const pairs = difference(bodies[left.value].text.split('\n'), bodies[right.value].text.split('\n'));
      const changed = pairs.filter((pair) => pair[2]).length;
      said.textContent = changed === 0 ? 'The bodies are identical.' : `${count(changed)} of ${count(pairs.length)} lines differ.`;
      view.replaceChildren(differenceTable(pairs));
    };
    place.append(element('h3', {}, 'Comparison'),
      element('div', {class: 'tools'}, element('label', {}, 'Left ', left), element('label', {}, 'Right ', right)), said, view);
    show();
  }
}

const context = 4;

/** Builds a table of pairs of lines that folds long equal stretches. */
function differenceTable(pairs) {
  const body = element('tbody');
  const line = ([left, right, changed]) => element('tr', {},
    element('td', {class: left == null ? 'empty' : changed ? 'removed' : null}, left ?? ''),
    element('td', {class: right == null ? 'empty' : changed ? 'added' : null}, right ?? ''));
  for (let n = 0; n < pairs.length;) {
    if (pairs[n][2]) {
      body.append(line(pairs[n++]));
      continue;
    }
    let end = n;
    while (end < pairs.length && !pairs[end][2]) end++;
    const from = n === 0 ? n : n + context;
    const to = end === pairs.length ? end : end - context;
    if (to - from < 4) {
      for (; n < end; n++) body.append(line(pairs[n]));
      continue;
    }
    for (; n < from; n++) body.append(line(pairs[n]));
    const hidden = pairs.slice(from, to);
    const fold = element('tr', {}, element('td', {colspan: 2, class: 'fold'},
      element('button', {type: 'button', class: 'link', onclick: () => fold.replaceWith(...hidden.map(line))}, `${count(hidden.length)} identical lines`)));
    body.append(fold);
    for (n = to; n < end; n++) body.append(line(pairs[n]));
  }
  return element('table', {}, body);
}
