// The packages in a page, as their manuals say. The page has loaded sql.js by a script element.

import init, {format} from './node_modules/@wasm-fmt/gofmt/gofmt_web.js';
import {initWasm, Resvg} from './node_modules/@resvg/resvg-wasm/index.mjs';

export async function load() {
  const SQL = await initSqlJs({locateFile: (file) => `node_modules/sql.js/dist/${file}`});
  await initWasm(fetch('node_modules/@resvg/resvg-wasm/index_bg.wasm'));
  await init();
  return {SQL, Resvg, format};
}
