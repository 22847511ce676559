// The packages in a Worker. Three initialise in a request; @cf-wasm/photon and @cf-wasm/png do when they are imported,
// where a Worker has no random numbers.

import {seedWaiting} from './seeds.mjs';
import * as work from './work.mjs';
import * as photon from './photon/workerd.js';
import * as png from './png/workerd.js';
import {initWasm, Resvg} from './resvg/index.mjs';
import resvgModule from './resvg/index_bg.wasm';
import initGofmt, {format} from './gofmt/gofmt_web.js';
import gofmtModule from './gofmt/gofmt.wasm';
import initBrotli, * as brotli from './brotli/brotli_wasm.js';
import brotliModule from './brotli/brotli_wasm_bg.wasm';

export default {
  async fetch() {
    try {
      seedWaiting();
      const outputs = {'@cf-wasm/photon': work.shrink(photon), '@cf-wasm/png': work.encode(png)};
      await initWasm(resvgModule);
      outputs['@resvg/resvg-wasm'] = work.draw(Resvg);
      await initGofmt(gofmtModule);
      outputs['@wasm-fmt/gofmt'] = work.format(format);
      await initBrotli(brotliModule);
      outputs['brotli-wasm'] = work.pack(brotli);
      return Response.json({outputs, choices: choices(), keys: keys()});
    } catch (error) {
      return Response.json({error: error.stack});
    }
  },
};
