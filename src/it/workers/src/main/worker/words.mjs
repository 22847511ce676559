// Counts words, in Java compiled by TeaVM.

import {seed, withRandom} from '../../../target/mewe/mewe-loader.mjs';
import words from '../../../target/mewe/words-diversified.wasm';
import {load} from './teavm.mjs';

/** An instance with the runtime around it. */
const start = (key) => load(words, {installImports: (imports) => Object.assign(imports, withRandom(words, imports, key))});

// TeaVM's runtime creates its functions from text here, where that is allowed.
await start([0n, 0n]);

export default {
  async fetch(request) {
    const text = await request.text();
    const {instance, exports} = await start();
    seed(instance);
    return new Response(exports.count(text));
  },
};
