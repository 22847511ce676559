// A small piece of real work for each client, by identifier. A workload loads its package as any program would, and
// returns what came out: the same in every run.

import {readFile} from 'node:fs/promises';
import {createRequire} from 'node:module';
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';

const text = 'the quick brown fox jumps over the lazy dog. '.repeat(40);
const bytes = new TextEncoder().encode(text);

/**
 * @param directory the directory in which the packages are installed
 * @return functions that do the work and return text, by the clients' identifiers
 */
export function workloads(directory) {
  const require = createRequire(join(directory, 'package.json'));
  const load = (name) => import(pathToFileURL(require.resolve(name)));
  const file = (path) => readFile(join(directory, 'node_modules', path));
  return {
    'sql.js': async () => {
      const SQL = await require('sql.js')();
      const db = new SQL.Database();
      db.run('CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT)');
      for (let i = 0; i < 20; i++) db.run('INSERT INTO t (name) VALUES (?)', [`name ${(i * 7) % 11}`]);
      return JSON.stringify(db.exec('SELECT name, count(*), sum(id) FROM t GROUP BY name ORDER BY 2, 1'));
    },
    'quickjs-emscripten': async () => {
      const QuickJS = await require('quickjs-emscripten').getQuickJS();
      return JSON.stringify(QuickJS.evalCode('[3, 1, 2].sort().map((x) => ({x, squared: x * x}))'));
    },
    'wasmoon': async () => {
      const {LuaFactory} = require('wasmoon');
      const lua = await new LuaFactory(join(directory, 'node_modules/wasmoon/dist/glue.wasm')).createEngine();
      return String(await lua.doString('local s = 0; for i = 1, 50 do s = s + i * i end; return ("%d"):format(s)'));
    },
    'libsodium-wrappers': async () => {
      const sodium = require('libsodium-wrappers');
      await sodium.ready;
      return sodium.to_hex(sodium.crypto_generichash(32, text)) + sodium.to_hex(sodium.crypto_hash(text));
    },
    'yoga-layout': async () => {
      const {default: Yoga} = await load('yoga-layout');
      const root = Yoga.Node.create();
      root.setWidth(300);
      for (let i = 0; i < 5; i++) {
        const child = Yoga.Node.create();
        child.setFlexGrow(i + 1);
        root.insertChild(child, i);
      }
      root.calculateLayout(300, 200, Yoga.DIRECTION_LTR);
      return JSON.stringify([0, 1, 2, 3, 4].map((i) => root.getChild(i).getComputedLayout()));
    },
    '@resvg/resvg-wasm': async () => {
      const {initWasm, Resvg} = require('@resvg/resvg-wasm');
      await initWasm(await file('@resvg/resvg-wasm/index_bg.wasm'));
      const image = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><circle cx="20" cy="20" r="15" fill="teal"/></svg>';
      return Buffer.from(new Resvg(image).render().asPng()).toString('base64');
    },
    'brotli-wasm': async () => {
      const brotli = await require('brotli-wasm');
      const packed = brotli.compress(bytes, {quality: 5});
      return `${packed.length} ${new TextDecoder().decode(brotli.decompress(packed)) === text}`;
    },
    '@cf-wasm/photon': async () => {
      const {PhotonImage, grayscale, resize} = await load('@cf-wasm/photon/node');
      const image = new PhotonImage(new Uint8Array(16 * 16 * 4).map((_, i) => (i * 37) & 255), 16, 16);
      grayscale(image);
      return Buffer.from(resize(image, 8, 8, 1).get_raw_pixels()).toString('base64');
    },
    '@cdktf/hcl2json': async () =>
      JSON.stringify(await require('@cdktf/hcl2json').parse('main.tf', 'variable "x" {\n  default = [1, "two", 3.5]\n}\n')),
    'sh-syntax': async () => {
      const {print} = await load('sh-syntax');
      return print('for   i in 1 2 3;do echo "$i"|grep 2&& { true; };done');
    },
    '@wasm-fmt/gofmt': async () => {
      const {format} = await load('@wasm-fmt/gofmt');
      return format('package  p\nfunc  f(a,b int)int{return a+b*2}\n');
    },
    'hash-wasm': async () => require('hash-wasm').sha256(text),
  };
}
