// Measures what diversified packages cost, and writes it between the marks of a page:
//
//   MEWE_ENGINES=... node measure.mjs PAGE [ROUNDS]
//
// See run.sh, which calls it.

import {readFileSync, statSync, writeFileSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {brotliCompressSync, constants} from 'node:zlib';
import {chromium, node} from '../../it/drop-in/check/engines.mjs';

const [page, rounds = '9'] = process.argv.slice(2);
const modules = {
  'sql.js': 'sql.js/dist/sql-wasm.wasm',
  '@resvg/resvg-wasm': '@resvg/resvg-wasm/index_bg.wasm',
  '@wasm-fmt/gofmt': '@wasm-fmt/gofmt/gofmt.wasm',
};
const apps = ['original', 'diversified'];
const lines = [];
const number = (n) => Math.round(n).toLocaleString('en');
const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

lines.push('| module of | bytes | diversified | with brotli | diversified |', '| --- | ---: | ---: | ---: | ---: |');
for (const [name, module] of Object.entries(modules)) {
  const files = apps.map((app) => join('target', app, 'node_modules', module));
  const compressed = files.map((file) =>
    brotliCompressSync(readFileSync(file), {params: {[constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS}}).length);
  lines.push(`| ${name} | ${[...files.map((file) => statSync(file).size), ...compressed].map(number).join(' | ')} |`);
}
lines.push('', `| engine | version | loading all three, ms | diversified | ${Object.keys(modules).map((name) => `${name}, ms | diversified`).join(' | ')} |`,
  `| --- | --- | ${'---: | '.repeat(8)}`.trim());
for (const [name, {node: executable, chromium: playwright}] of Object.entries(JSON.parse(process.env.MEWE_ENGINES))) {
  const engine = executable ? node(executable) : await chromium(playwright);
  try {
    const runs = {original: [], diversified: []};
    for (let round = 0; round < Number(rounds); round++) {
      for (const app of apps) runs[app].push(await engine.run(resolve('target', app), 'unchanged'));
    }
    const figures = [(run) => run.loading, ...Object.keys(modules).map((module) => (run) => run.working[module])];
    lines.push(`| ${[name, runs.original[0].version,
      ...figures.flatMap((figure) => apps.map((app) => number(median(runs[app].map(figure)))))].join(' | ')} |`);
  } finally {
    await engine.close();
  }
}

const [before, after] = ['<!-- measured -->', '<!-- end of measured -->'];
const text = readFileSync(page, 'utf8');
if (!text.includes(before) || !text.includes(after)) throw new Error(`${page} lacks ${before} and ${after}`);
writeFileSync(page, `${text.split(before)[0]}${before}\n${lines.join('\n')}\n${after}${text.split(after)[1]}`);
console.log(lines.join('\n'));
