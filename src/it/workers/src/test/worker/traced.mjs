// Wraps a Worker and adds the choices that were made to each reply.

import worker from './worker.mjs';
import {choices} from '../../../target/mewe/mewe-loader.mjs';

export default {
  async fetch(request) {
    const trace = [];
    const response = await choices.run(trace, () => worker.fetch(request));
    const digest = await crypto.subtle.digest('SHA-256', Int32Array.from(trace));
    response.headers.set('mewe-trace', new Uint8Array(digest).toHex());
    response.headers.set('mewe-choices', trace.length / 2);
    return response;
  },
};
