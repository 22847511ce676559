// The packages in Node, loaded as their documentation describes.

import {readFile} from 'node:fs/promises';
import {format} from '@wasm-fmt/gofmt';
import {initWasm, Resvg} from '@resvg/resvg-wasm';
import initSqlJs from 'sql.js';

export async function load() {
  const SQL = await initSqlJs();
  await initWasm(await readFile(new URL(import.meta.resolve('@resvg/resvg-wasm/index_bg.wasm'))));
  return {SQL, Resvg, format};
}
