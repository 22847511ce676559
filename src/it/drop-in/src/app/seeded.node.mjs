// The packages in Node, each seeded where its glue code allows it.

import {readFile} from 'node:fs/promises';
import init, {format} from '@wasm-fmt/gofmt/web';
import {initWasm, Resvg} from '@resvg/resvg-wasm';
import initSqlJs from 'sql.js';
import {instantiate, seed} from './mewe-loader.mjs';
import {seeding} from './seeding.mjs';

const read = (module) => readFile(new URL(import.meta.resolve(module)));

/** @param {[bigint, bigint]} [key] instead of random bits, for tests */
export async function load(key) {
  // Emscripten: the caller may instantiate the module.
  const sqlite = await WebAssembly.compile(await read('sql.js/dist/sql-wasm.wasm'));
  const SQL = await initSqlJs({
    instantiateWasm(imports, receive) {
      instantiate(sqlite, imports, {key}).then(receive);
      return {};
    },
  });
  // wasm-bindgen, behind a function that returns nothing.
  const drawing = await read('@resvg/resvg-wasm/index_bg.wasm');
  await seeding(() => initWasm(drawing), key);
  // Initialisation that returns the exports.
  seed(await init(await read('@wasm-fmt/gofmt/wasm')), key);
  return {SQL, Resvg, format};
}
