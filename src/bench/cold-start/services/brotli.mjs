// Compresses the request.

import init, {compress} from './brotli_wasm.js';
import {seed} from './mewe-loader.mjs';

export async function load(module) {
  seed(await init(module));
  return (request) => compress(request, {quality: 5});
}
