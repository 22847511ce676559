// The packages in a page, which sends the results to its server.

import * as work from './work.mjs';

const at = (path) => new URL(`./node_modules/${path}`, import.meta.url).href;
const script = (path) => new Promise((loaded, failed) => {
  document.head.append(Object.assign(document.createElement('script'), {src: at(path), onload: loaded, onerror: failed}));
});

async function run() {
  const outputs = {};
  await script('sql.js/dist/sql-wasm-browser.js');
  outputs['sql.js'] = work.query(await initSqlJs({locateFile: (name) => at(`sql.js/dist/${name}`)}));
  const resvg = await import(at('@resvg/resvg-wasm/index.mjs'));
  await resvg.initWasm(fetch(at('@resvg/resvg-wasm/index_bg.wasm')));
  outputs['@resvg/resvg-wasm'] = work.draw(resvg.Resvg);
  const gofmt = await import(at('@wasm-fmt/gofmt/gofmt_web.js'));
  await gofmt.default();
  outputs['@wasm-fmt/gofmt'] = work.format(gofmt.format);
  const brotli = await import(at('brotli-wasm/pkg.web/brotli_wasm.js'));
  await brotli.default();
  outputs['brotli-wasm'] = work.pack(brotli);
  await script('wasmoon/dist/index.js');
  outputs.wasmoon = await work.compute(wasmoon.LuaFactory, at('wasmoon/dist/glue.wasm'));
  return {outputs, choices: choices(), keys: keys()};
}

const result = await run().catch((error) => ({error: `${error.message}\n${error.stack}`}));
await fetch('/result', {method: 'POST', body: JSON.stringify(result)});
