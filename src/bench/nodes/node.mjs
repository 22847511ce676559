// A node: a Worker that answers each request with a new instance of a service, a WASI program, which the loader seeds. If
// the service was built with `<trace>import</trace>`, the header `mewe-trace` of the reply has its trace: the choices in
// order, each as `DISPATCHER.BODY`.

import {instantiate} from './mewe-loader.mjs';
import service from './service.wasm';
import {wasi} from './wasi.mjs';

export default {
  async fetch(request) {
    const program = wasi(new Uint8Array(await request.arrayBuffer()), {random: repeatable()});
    const choices = [];
    const instance = await instantiate(service, {
      ...program.imports,
      mewe: {trace: (dispatcher, body) => choices.push(`${dispatcher}.${body}`)},
    });
    const status = program.start(instance);
    if (status !== 0) return new Response(`exit ${status}`, {status: 500});
    return new Response(program.output(), {headers: {'mewe-trace': choices.join(' ')}});
  },
};

/** The same random bytes for each request, so that only choices make a difference. The keys do not come from here. */
function repeatable() {
  let state = 0;
  return (bytes) => {
    for (let i = 0; i < bytes.length; i++) {
      // Mulberry32.
      state = (state + 0x6d2b79f5) | 0;
      let z = Math.imul(state ^ (state >>> 15), state | 1);
      z ^= z + Math.imul(z ^ (z >>> 7), z | 61);
      bytes[i] = z ^ (z >>> 14);
    }
  };
}
