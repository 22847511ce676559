// esbuild (Go) through its own Node interface, whose service process runs the module: bundling with
// a plug-in, minifying, TypeScript, JSX, CSS, source maps, error messages.

import {attempt, print, require, sha256} from '../lib/workload.mjs';

// A worker thread in front of the service would only add a process tree.
process.env.ESBUILD_WORKER_THREADS = '0';
const esbuild = require('esbuild-wasm');
print('version', esbuild.version);

const files = {
  'main.ts': `import {Queue, type Item} from './queue';
    import * as shapes from './shapes.jsx';
    import data from './data.json';
    import text from './note.txt';
    import css from './style.css';
    enum Level { Low = 1, Mid = Low << 2, High = Mid | 3, Text = 'text' }
    namespace Tools { export const twice = (n: number) => n * 2; export namespace Deep { export let x = twice(21) } }
    abstract class Base<T> { constructor(protected readonly value: T, private extra?: string) {} abstract get(): T }
    class Derived extends Base<Item[]> { #hidden = 1n; static count = 0; static { this.count++ } get() { return this.value } get h() { return this.#hidden ** 2n } }
    const queue = new Queue<Item>(data.items as Item[]);
    export async function* drain() { for await (const item of queue) yield {...item, level: Level[item.level] ?? Level.Text, w: shapes.width?.(item) } }
    export default {text, css, unused: undefined, deep: Tools.Deep.x, d: new Derived([]).h};
    if (process.env.NODE_ENV !== 'production') { console.log('never' + Level.High) } else label: for (;;) { break label }`,
  'queue.ts': `export interface Item { level: number; name?: string }
    export class Queue<T> implements AsyncIterable<T> { constructor(private items: T[]) {}
      async *[Symbol.asyncIterator]() { while (this.items.length) yield this.items.shift()!; } }
    export const neverUsed = /* @__PURE__ */ new Queue([]);`,
  'shapes.jsx': `import {h, Fragment} from 'external';
    export const Box = ({children, ...rest}) => <><div class="box" {...rest}>{children} &nbsp; text</div><svg:rect x={1}/></>;
    export const width = (item) => item?.name?.length ?? -1;
    export const tree = <Box a='1' b={\`t\${1+1}\`}><Fragment/></Box>;`,
  'data.json': '{"items": [{"level": 1, "name": "one"}, {"level": 4}], "__proto__": 1}',
  'note.txt': 'a "note" with \u2028 and ünï\n',
  'style.css': `@import url('base.css') screen; .a { .b &:hover > i { color: rgb(255 0 0 / 50%); margin: 1px 2px 1px 2px } }
    @media (min-width: 600px) { .c { inset: 0; width: calc(1px + (2px * 3)); background: url(data:image/gif;base64,R0lGODlhAQABAAAAACw=) } }`,
  'base.css': 'a:is(:link, :visited) { color: #aabbcc; transition: all 0.50s }',
};

const memory = {
  name: 'memory',
  setup(build) {
    build.onResolve({filter: /.*/}, ({path}) => {
      const file = [path, `${path}.ts`].map((p) => p.replace('./', '')).find((p) => files[p]);
      return file ? {path: file, namespace: 'memory'} : {path, external: true};
    });
    build.onLoad({filter: /.*/, namespace: 'memory'}, ({path}) => ({
      contents: files[path],
      loader: path === 'main.ts' || path === 'queue.ts' ? 'ts' : path.split('.')[1].replace('txt', 'text'),
    }));
  },
};

const message = ({text, location}) => `${location?.file}:${location?.line}:${location?.column}: ${text}`;

for (const options of [
  {format: 'esm'},
  {format: 'iife', globalName: 'lib', minify: true, target: 'es2020', sourcemap: 'inline'},
  {format: 'cjs', target: ['es2016'], minifySyntax: true, sourcemap: 'external', jsx: 'automatic'},
  {format: 'esm', minify: true, keepNames: true, charset: 'utf8', target: 'safari15', metafile: true, legalComments: 'none'},
  {format: 'esm', treeShaking: false, platform: 'node', define: {'process.env.NODE_ENV': '"production"'}, splitting: true},
]) {
  const {outputFiles, warnings, metafile} = await esbuild.build({
    entryPoints: ['main.ts'], bundle: true, write: false, outdir: 'out', plugins: [memory], logLevel: 'silent', ...options,
  });
  print('build', JSON.stringify(options), warnings.map(message).join('; '));
  for (const {path, contents} of outputFiles) print('  ', path.replace(/.*out./, ''), contents.length, sha256(contents));
  if (options.format === 'iife') print(outputFiles.find((f) => f.path.endsWith('.js')).text.slice(0, 600));
  if (metafile) print('   meta', sha256(JSON.stringify(metafile)));
}

const big = Array.from({length: 150}, (_, i) => `export function f${i}(a, b = ${i}, ...rest) {
  let total = 0; for (const x of rest) { if (x % ${i + 1} === 0 && a) total += x ** 2; else if (!(b || x)) continue; else total -= b?.[x] ?? ${i / 7}; }
  switch (total) { case ${i}: return \`\${a}-${i}\`; case 'x': throw new Error("f${i}"); default: return [...rest, {a, b, total}] } }`).join('\n');
for (const options of [{minify: true}, {target: 'es2015'}, {minify: true, mangleProps: /^tot/, sourcemap: true, sourcefile: 'big.js'}]) {
  const {code, map, warnings} = await esbuild.transform(big, options);
  print('transform', code.length, sha256(code), map.length, sha256(map), warnings.length);
}

for (const [source, options] of [
  ['let x = 1; let x = 2', {}],
  ['const a = ; b', {}],
  ['class A { #x; m() { return this.#y } }', {}],
  ['await 1; export {q}', {format: 'cjs'}],
  ['<a></b>', {loader: 'jsx'}],
  ['let x: = 5', {loader: 'ts'}],
  ['a { color: red; } }', {loader: 'css'}],
  ['{"a": 1,}', {loader: 'json'}],
  ['if (x === -0 || typeof y === "strin") delete z; 0n == 1', {}],
  ['/(?<a>x)(?<a>y)/v; 1_000n', {target: 'es5'}],
]) {
  try {
    const {code, warnings} = await esbuild.transform(source, {logLevel: 'silent', ...options});
    print('ok', JSON.stringify(code), warnings.map(message).join('; '));
  } catch (error) {
    print('error', error.errors.map(message).join('; '));
  }
}
print(await esbuild.formatMessages([{text: 'formatted', location: {file: 'f.js', line: 2, column: 4, length: 3, lineText: 'let foo'}}],
  {kind: 'warning', color: true}).then((lines) => JSON.stringify(lines)));
attempt('invalid option', () => esbuild.transformSync('x', {target: 'es1'}).code);

// The service runs until it is stopped.
await esbuild.stop();
