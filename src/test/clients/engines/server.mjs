// The packages in engines that load them from node_modules.

import {readFile} from 'node:fs/promises';
import {createRequire} from 'node:module';
import {fileURLToPath} from 'node:url';
import * as work from './work.mjs';

const require = createRequire(import.meta.url);
const file = (path) => fileURLToPath(new URL(`./node_modules/${path}`, import.meta.url));
const outputs = {};

outputs['sql.js'] = work.query(await require('sql.js')());
const resvg = require('@resvg/resvg-wasm');
await resvg.initWasm(await readFile(file('@resvg/resvg-wasm/index_bg.wasm')));
outputs['@resvg/resvg-wasm'] = work.draw(resvg.Resvg);
// Deno would import the module of the other entry point as an ES module, which no JavaScript code sees.
const gofmt = await import('@wasm-fmt/gofmt/web');
await gofmt.default(await readFile(file('@wasm-fmt/gofmt/gofmt.wasm')));
outputs['@wasm-fmt/gofmt'] = work.format(gofmt.format);
outputs['brotli-wasm'] = work.pack(await require('brotli-wasm'));
outputs.wasmoon = await work.compute(require('wasmoon').LuaFactory, file('wasmoon/dist/glue.wasm'));
console.log(JSON.stringify({outputs, choices: choices(), keys: keys()}));
process.exit(0);
