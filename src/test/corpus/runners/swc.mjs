// The SWC compiler (Rust): parsing, transforming, minifying, printing, error messages.

import {attempt, load, moduleBytes, print, sha256} from '../lib/workload.mjs';

const swc = await load('@swc/wasm-web/wasm.js');
swc.initSync({module: moduleBytes()});

const modern = `import def, {named as n} from 'm';
  export class A extends (n ?? def) { static #p = 1; static { this.q = A.#p ||= 2 } get [Symbol.iterator]() { return super.x?.[1]?.(...arguments) } async *g() { yield* await this.h } }
  export const f = async ({a = 1, ...rest}, [b, , ...c] = []) => { try { for await (const x of a) (await x) ** b } catch { return \`t\${rest}\${c}\` } finally { label: do { break label } while (0) } };
  export default function* () { const {x, y: {z}} = yield; return x && z || /(?<y>\\d{4})/su.exec('2024')?.groups.y }`;
const typescript = `enum E { A = 1, B = A << 2, C = 'c' } declare module 'x'; namespace N { export const v = E.B; export type T = keyof typeof E }
  abstract class C<T extends object> implements I<T> { constructor(private readonly a: T, public b?: number) { super() } @dec() m<U>(this: C<T>, x: U): asserts x is U {} declare z: string }
  export type {Foo} from './foo'; import type Bar from 'bar'; let v = <any>(w as unknown)!; function over(a: string): void; function over(a: any) { return a satisfies string }`;
const jsx = `export default ({items, ...p}) => <ul {...p} key="k">{items?.map((i) => <li key={i.id}>{i.name} &amp; <b>{/* c */}bold</b></li>)}<></></ul>`;
const long = Array.from({length: 120}, (_, i) => `export function f${i}(a, b) { let unused = ${i}; if (a > ${i}) { return b ? a + ${i} * 2 : a - ${i % 7} } else { for (var k = 0; k < ${i}; k++) { a ^= k << (b & 3) } } return [a, b, "s${i}".concat(a)].map(x => x == null ? void 0 : x) }`).join('\n');

const es = (target, extra = {}) => ({jsc: {parser: {syntax: 'ecmascript', jsx: true}, target, ...extra}});
const jobs = {
  'es5': [modern, es('es5')],
  'es2017': [modern, es('es2017')],
  'commonjs': [modern, {...es('es2022'), module: {type: 'commonjs'}}],
  'minified': [modern, {...es('es2022', {minify: {compress: true, mangle: true}}), minify: true}],
  'typescript': [typescript, {jsc: {parser: {syntax: 'typescript', decorators: true}, target: 'es2019', transform: {legacyDecorator: true, decoratorMetadata: true}}, sourceMaps: true}],
  'jsx': [jsx, es('es2020', {transform: {react: {runtime: 'automatic', development: false}}})],
  'jsx classic': [jsx, {...es('es2015'), module: {type: 'umd'}}],
  'long': [long, es('es5')],
};
for (const [name, [source, options]] of Object.entries(jobs)) {
  attempt(name, () => {
    const {code, map} = swc.transformSync(source, {...options, configFile: false, swcrc: false, filename: 'input.js'});
    return `${code.length} ${sha256(code)} ${map ? sha256(map) : ''}\n${name === 'long' ? '' : code}`;
  });
}
attempt('minify', () => {
  const {code} = swc.minifySync(long, {compress: {passes: 2, unsafe: true}, mangle: {toplevel: true}, module: true});
  return `${code.length} ${sha256(code)} ${code.slice(0, 300)}`;
});
attempt('parse', () => sha256(JSON.stringify(swc.parseSync(typescript, {syntax: 'typescript', decorators: true}))));
attempt('print', () => swc.printSync(swc.parseSync(modern, {syntax: 'ecmascript', target: 'es2022'}), {minify: true}).code);
for (const source of ['let x = 1; let x = 2;', 'const = 5', '({a b})', 'class { }', '/(/', '`${', 'await: 1; function* g() { yield = 1 }']) {
  attempt(JSON.stringify(source), () => swc.transformSync(source, {...es('es5'), configFile: false, swcrc: false}).code);
}
