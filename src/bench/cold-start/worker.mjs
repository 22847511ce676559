// A Worker that loads its service at the first request.

import module from './service.wasm';
import {load} from './service.mjs';

let service;

export default {
  async fetch(request) {
    service ??= load(module);
    const respond = await service;
    return new Response(await respond(new Uint8Array(await request.arrayBuffer())));
  },
};
