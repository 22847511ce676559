// Brotli in Rust: round trips at every quality and by streams, checked against Node's own decoder.

import {brotliCompressSync, brotliDecompressSync} from 'node:zlib';
import {attempt, bytes, expect, print, require, sha256} from '../lib/workload.mjs';

const brotli = require('brotli-wasm');
const words = Buffer.from('The quick brown fox jumps over the lazy dog. ').toString().split(' ');
const prose = new TextEncoder().encode(Array.from(bytes('prose', 20_000), (b) => words[b % words.length]).join(' '));
const inputs = {empty: new Uint8Array(), byte: new Uint8Array([7]), noise: bytes('noise', 30_000), zeros: new Uint8Array(200_000), prose};

for (const [name, input] of Object.entries(inputs)) {
  for (const quality of [0, 1, 2, 4, 6, 9, 10, 11]) {
    const packed = brotli.compress(input, {quality});
    print(name, quality, packed.length, sha256(packed));
    expect('unpacked', sha256(brotliDecompressSync(packed)), sha256(input));
    expect('unpacked here', sha256(brotli.decompress(packed)), sha256(input));
  }
  expect('packed by Node', sha256(brotli.decompress(brotliCompressSync(input))), sha256(input));
}

function stream(machine, method, input, chunk, room) {
  const parts = [];
  for (let at = 0; ;) {
    // Only the compressor is told that the input has ended.
    const next = at < input.length || method === 'decompress' ? input.subarray(at, at + chunk) : undefined;
    const {buf, code, input_offset: used} = machine[method](next, room);
    parts.push(buf);
    at += used;
    if (code === brotli.BrotliStreamResultCode.ResultSuccess) break;
    if (code === brotli.BrotliStreamResultCode.NeedsMoreInput && at >= input.length && method === 'decompress') break;
  }
  return Buffer.concat(parts);
}
for (const [chunk, room] of [[1000, 300], [70_000, 5000], [77, 77]]) {
  const packed = stream(new brotli.CompressStream(5), 'compress', prose, chunk, room);
  print('stream', chunk, room, packed.length, sha256(packed));
  expect('stream back', sha256(stream(new brotli.DecompressStream(), 'decompress', packed, chunk, room)), sha256(prose));
}

const broken = brotli.compress(prose);
attempt('truncated', () => brotli.decompress(broken.subarray(0, broken.length - 9)).length);
for (let at = 0; at < 40; at++) {
  const damaged = broken.slice();
  damaged[at * 37 % damaged.length] ^= 1 << at % 8;
  attempt(`damaged ${at}`, () => sha256(brotli.decompress(damaged)));
}
attempt('garbage', () => brotli.decompress(bytes('garbage', 100)).length);
