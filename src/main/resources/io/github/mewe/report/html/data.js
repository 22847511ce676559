'use strict';
/* The data of the page: one array per function property. */

/** Decodes compressed text in Base64. */
async function unpacked(base64) {
  const bytes = Uint8Array.from(atob(base64.trim()), (c) => c.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate'));
  return new Response(stream).text();
}

/** The encoded function bodies, by function. */
function packedTexts() {
  const texts = new Map();
  for (const line of document.getElementById('texts').textContent.split('\n')) {
    const colon = line.indexOf(':');
    if (colon > 0) texts.set(Number(line.slice(0, colon)), line.slice(colon + 1));
  }
  return texts;
}

class Model {
  constructor(data) {
    Object.assign(this, data);
    this.size = data.name.length;
    const word = (number) => data.words[number];
    this.mode = data.granularity.map(word);
    this.bodies = data.variants.map((variants, i) => variants.length + data.kept[i]);
    this.output = data.variants.map((variants, i) => {
      const own = variants.length === 0 || data.kept[i] ? data.bytes[i] : 0;
      return variants.reduce((sum, variant) => sum + variant[0], own);
    });
    this.status = data.verified && data.verified.map((variants) => this.statusOf(variants));
    if (data.callees) {
      this.callers = data.callees.map(() => []);
      data.callees.forEach((callees, i) => callees.forEach((callee) => this.callers[callee].push(i)));
    }
    // The hottest functions first; functions without known load by size.
    this.hottest = Uint32Array.from(data.name.keys());
    this.hottest.sort((a, b) => data.share[b] - data.share[a] || data.bytes[b] - data.bytes[a] || a - b);
    this.heat = new Uint32Array(this.size);
    this.hottest.forEach((function_, rank) => { this.heat[function_] = rank; });
  }

  /** The worst status of a function's variants. */
  statusOf(variants) {
    if (variants.length === 0) return '';
    const found = new Set(variants.map((variant) => (variant.length ? this.words[variant[0]] : 'not-executed')));
    for (const status of ['divergent', 'not-executed', 'executed', 'proved']) {
      if (found.has(status)) return found.size > 1 && status === 'not-executed' ? 'partly' : status;
    }
    return [...found][0];
  }

  /** The transformations that made a variant. */
  chain(i, variant) {
    return this.variants[i][variant].slice(3).map((step) => this.words[step]);
  }

  reasonOf(i) {
    return this.reason[i] < 0 ? '' : this.words[this.reason[i]];
  }
}

const modes = {
  call: 'per call',
  paced: 'paced',
  instance: 'per instance',
  bound: 'bound to the caller’s choice',
  single: 'one variant, no choice',
  none: 'no choice',
};
const briefly = {call: 'per call', paced: 'paced', instance: 'per instance', bound: 'bound', single: 'one body', none: '–'};
const statuses = {
  proved: 'proved',
  executed: 'executed',
  partly: 'partly executed',
  'not-executed': 'not executed',
  divergent: 'divergent',
};

/** Creates an element; strings among the children become text nodes. */
function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith('on')) made.addEventListener(key.slice(2), value);
    else if (value === true) made.setAttribute(key, '');
    else if (value !== false && value != null) made.setAttribute(key, value);
  }
  made.append(...children.filter((child) => child != null));
  return made;
}

const byId = (id) => document.getElementById(id);
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
const count = (number) => Math.round(number).toLocaleString('en');
const figure = (number) => (number == null || number < 0 ? '–' : Number(number.toPrecision(3)).toLocaleString('en', {maximumFractionDigits: 6}));
const percent = (share) => (share > 0 && share < 0.0005 ? '< 0.1 %' : `${(100 * share).toFixed(1)} %`);
const bytes = (size) => (size < 1000 ? `${count(size)} B` : size < 1e6 ? `${(size / 1000).toFixed(1)} KB` : `${(size / 1e6).toFixed(1)} MB`);
const darkness = matchMedia('(prefers-color-scheme: dark)');
const paper = matchMedia('print');
const narrow = () => innerWidth < 640;

/** Draws now and redraws when the width or the colours change. */
function drawn(place, draw) {
  let width = 0;
  const again = () => {
    width = place.clientWidth;
    if (width > 0) draw(width);
  };
  new ResizeObserver(() => { if (Math.abs(place.clientWidth - width) > 2) again(); }).observe(place);
  darkness.addEventListener('change', again);
  // Print always uses the light colours.
  paper.addEventListener('change', again);
  again();
}
