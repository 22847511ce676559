// The packages in a page, each seeded where its glue code allows it.

import init, {format} from './node_modules/@wasm-fmt/gofmt/gofmt_web.js';
import {initWasm, Resvg} from './node_modules/@resvg/resvg-wasm/index.mjs';
import {instantiate, seed} from './mewe-loader.mjs';
import {seeding} from './seeding.mjs';

/** @param {[bigint, bigint]} [key] instead of random bits, for tests */
export async function load(key) {
  // Emscripten: the caller may instantiate the module.
  const sqlite = await WebAssembly.compileStreaming(fetch('node_modules/sql.js/dist/sql-wasm-browser.wasm'));
  const SQL = await initSqlJs({
    instantiateWasm(imports, receive) {
      instantiate(sqlite, imports, {key}).then(receive);
      return {};
    },
  });
  // wasm-bindgen, behind a function that returns nothing.
  await seeding(() => initWasm(fetch('node_modules/@resvg/resvg-wasm/index_bg.wasm')), key);
  // Initialisation that returns the exports.
  seed(await init(), key);
  return {SQL, Resvg, format};
}
