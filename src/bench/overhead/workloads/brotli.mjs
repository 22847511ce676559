// Compresses and decompresses prose and noise.

import {bytes, require} from '../../../test/corpus/lib/workload.mjs';

export async function start() {
  const brotli = require('brotli-wasm');
  const words = 'The quick brown fox jumps over the lazy dog and runs away.'.split(' ');
  const prose = new TextEncoder().encode(Array.from(bytes('prose', 20_000), (b) => words[b % words.length]).join(' '));
  const noise = bytes('noise', 20_000);
  return () => {
    const parts = [prose, noise].flatMap((input) => [2, 6].map((quality) => {
      const packed = brotli.compress(input, {quality});
      return Buffer.concat([packed, Buffer.from(brotli.decompress(packed))]);
    }));
    return Buffer.concat(parts);
  };
}
