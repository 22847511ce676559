// The packages in a page, loaded as their documentation describes. A script element of the page loads sql.js.

import init, {format} from './node_modules/@wasm-fmt/gofmt/gofmt_web.js';
import {initWasm, Resvg} from './node_modules/@resvg/resvg-wasm/index.mjs';

export async function load() {
  const SQL = await initSqlJs({locateFile: (file) => `node_modules/sql.js/dist/${file}`});
  await initWasm(fetch('node_modules/@resvg/resvg-wasm/index_bg.wasm'));
  await init();
  return {SQL, Resvg, format};
}
