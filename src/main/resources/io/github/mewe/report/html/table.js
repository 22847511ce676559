/* The table of all functions. Holds only the visible rows, so it scales to any number of functions. */

const rowHeight = 37;

function functionTable(model, open) {
  const columns = [
    {title: 'Function', key: (i) => model.name[i].toLowerCase(), text: (i) => model.name[i], width: narrow() ? '36%' : '24%'},
    {title: 'Time', key: (i) => model.share[i], text: (i) => percent(model.share[i]), number: true},
    {title: 'Variants', key: (i) => model.variants[i].length, text: (i) => count(model.variants[i].length), number: true},
    {title: 'Choice', key: (i) => model.mode[i], text: (i) => briefly[model.mode[i]] ?? model.mode[i], dot: (i) => model.mode[i], width: narrow() ? '24%' : '11%'},
    {title: 'Bits', key: (i) => model.bits[i], text: (i) => figure(model.bits[i]), number: true, wide: true},
    {title: 'Instructions', key: (i) => model.instructions[i], text: (i) => count(model.instructions[i]), number: true, wide: true},
    {title: 'Before', key: (i) => model.bytes[i], text: (i) => bytes(model.bytes[i]), number: true, wide: true},
    {title: 'After', key: (i) => model.output[i], text: (i) => bytes(model.output[i]), number: true, wide: true},
  ];
  if (model.status) {
    columns.push({title: 'Verification', key: (i) => model.status[i], text: (i) => statuses[model.status[i]] ?? model.status[i], status: true, wide: true});
  }
  const view = byId('table-view');
  const head = view.querySelector('thead');
  const body = view.querySelector('tbody');
  const state = {sort: 1, descending: true, text: '', mode: '', status: '', rows: [], active: -1, first: -1};
  const lower = model.name.map((name) => name.toLowerCase());

  function select() {
    const wanted = state.text.toLowerCase();
    const rows = [];
    for (let i = 0; i < model.size; i++) {
      if (wanted && !lower[i].includes(wanted) && String(model.index[i]) !== wanted) continue;
      if (state.mode && model.mode[i] !== state.mode) continue;
      if (state.status && model.status[i] !== state.status) continue;
      rows.push(i);
    }
    const {key} = columns[state.sort];
    const keys = new Map(rows.map((i) => [i, key(i)]));
    const way = state.descending ? -1 : 1;
    rows.sort((a, b) => {
      const x = keys.get(a);
      const y = keys.get(b);
      return (x < y ? -way : x > y ? way : 0) || model.heat[a] - model.heat[b];
    });
    // An exact name or index comes first.
    const meant = rows.findIndex((i) => lower[i] === wanted);
    const place = meant >= 0 || !wanted ? meant : rows.findIndex((i) => String(model.index[i]) === wanted);
    if (place > 0) rows.unshift(...rows.splice(place, 1));
    state.rows = rows;
    state.active = rows.length ? 0 : -1;
    state.first = -1;
    view.scrollTop = 0;
    byId('table-said').textContent = rows.length === model.size
      ? `${count(model.size)} functions`
      : `${count(rows.length)} of ${count(model.size)} functions`;
    show();
  }

  function row(n) {
    const i = state.rows[n];
    const cells = columns.map((column) => {
      const classes = [column.number && 'n', column.wide && 'wide', column.status && `status-${model.status[i]}`].filter(Boolean).join(' ');
      const cell = element('td', {class: classes || null, title: column.number ? null : column.text(i)});
      if (column.dot) {
        const dot = element('i', {class: 'dot'});
        dot.style.background = `var(--${column.dot(i)})`;
        cell.append(dot);
      }
      cell.append(column.text(i));
      return cell;
    });
    const made = element('tr', {'aria-rowindex': n + 2, id: `row-${n}`, onclick: () => { activate(n); open(i); }}, ...cells);
    if (n === state.active) made.className = 'active';
    return made;
  }

  // Print shows only the first rows.
  const printed = 60;

  function show() {
    const all = paper.matches ? printed : 0;
    const seen = Math.ceil(view.clientHeight / rowHeight) + 1;
    const margin = 20;
    const first = all ? 0 : Math.max(0, Math.floor(view.scrollTop / rowHeight) - margin);
    const last = Math.min(state.rows.length, all ? all : first + seen + 2 * margin);
    if (first === state.first && last === state.last && !all) return;
    state.first = first;
    state.last = last;
    const space = (rows) => {
      const cell = element('td');
      cell.style.height = `${rows * rowHeight}px`;
      return element('tr', {class: 'space', 'aria-hidden': 'true'}, cell);
    };
    const rows = [];
    if (first > 0) rows.push(space(first));
    for (let n = first; n < last; n++) rows.push(row(n));
    if (last < state.rows.length && !all) rows.push(space(state.rows.length - last));
    body.replaceChildren(...rows);
    byId('table').setAttribute('aria-rowcount', state.rows.length + 1);
  }

  function activate(n) {
    state.active = Math.max(0, Math.min(state.rows.length - 1, n));
    const top = state.active * rowHeight;
    if (top < view.scrollTop) view.scrollTop = top;
    if (top + 2 * rowHeight > view.scrollTop + view.clientHeight) view.scrollTop = top + 2 * rowHeight - view.clientHeight;
    state.first = -1;
    show();
    view.setAttribute('aria-activedescendant', `row-${state.active}`);
  }

  function headings() {
    head.replaceChildren(element('tr', {'aria-rowindex': 1}, ...columns.map((column, n) => {
      const sorted = n === state.sort;
      const button = element('button', {
        type: 'button',
        onclick: () => {
          state.descending = sorted ? !state.descending : Boolean(column.number);
          state.sort = n;
          headings();
          select();
          head.querySelectorAll('button')[n].focus();
        },
      }, column.title + (sorted ? (state.descending ? ' ↓' : ' ↑') : ''));
      const cell = element('th', {
        scope: 'col', class: [column.number && 'n', column.wide && 'wide'].filter(Boolean).join(' ') || null,
        'aria-sort': sorted ? (state.descending ? 'descending' : 'ascending') : null,
      }, button);
      if (column.width) cell.style.width = column.width;
      return cell;
    })));
  }

  function options(select_, names, values, all) {
    const found = new Set(values);
    select_.append(element('option', {value: ''}, all));
    for (const [name, text] of Object.entries(names)) {
      if (found.has(name)) select_.append(element('option', {value: name}, text));
    }
  }

  view.addEventListener('scroll', () => show());
  view.addEventListener('keydown', (event) => {
    if (event.target !== view) return;
    const page = Math.max(1, Math.floor(view.clientHeight / rowHeight) - 2);
    const steps = {ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -Infinity, End: Infinity};
    if (event.key in steps && state.rows.length) {
      event.preventDefault();
      activate(state.active + steps[event.key]);
    } else if (event.key === 'Enter' && state.active >= 0) {
      event.preventDefault();
      open(state.rows[state.active]);
    }
  });
  byId('table-filter').addEventListener('input', (event) => { state.text = event.target.value.trim(); select(); });
  options(byId('table-mode'), modes, model.mode, 'any');
  byId('table-mode').addEventListener('change', (event) => { state.mode = event.target.value; select(); });
  if (model.status) {
    byId('table-checked-label').hidden = false;
    options(byId('table-checked'), statuses, model.status, 'any');
    byId('table-checked').addEventListener('change', (event) => { state.status = event.target.value; select(); });
  }
  new ResizeObserver(() => show()).observe(view);
  paper.addEventListener('change', () => {
    state.first = -1;
    show();
    byId('table-said').textContent = paper.matches && state.rows.length > printed
      ? `The first ${printed} of ${count(state.rows.length)} functions`
      : `${count(state.rows.length)} functions`;
  });

  for (const id of ['table-tools', 'table-view', 'table-hint']) byId(id).hidden = false;
  headings();
  select();
}
