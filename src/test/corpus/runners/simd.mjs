// The SIMD kernels of c/simd.c, over repeatable input.

import {bytes, expect, hex, moduleBytes, print, sha256} from '../lib/workload.mjs';

const module = new WebAssembly.Module(moduleBytes());
const kernels = new WebAssembly.Instance(module).exports;
kernels._initialize();
const size = 1 << 16;
const input = () => new Uint8Array(kernels.memory.buffer, kernels.in(), size);
const output = (length = size) => new Uint8Array(kernels.memory.buffer, kernels.out(), length);

function run(name, ...args) {
  output().fill(0);
  const result = kernels[name](...args);
  print(`${name}(${args.join(', ')})`, result, hex(output(16)), sha256(output()));
}

for (const pattern of ['noise', 'more noise', 'ramp', 'extremes']) {
  print(pattern);
  input().set(pattern.includes('noise') ? bytes(pattern, size)
    : Uint8Array.from({length: size}, (_, i) => (pattern === 'ramp' ? i : [0, 127, 128, 255][(i * 7 + (i >> 5)) & 3])));
  for (const alpha of [0, 1, 100, 256]) run('blend', alpha);
  for (const step of [0, 3, 128, 255]) run('saturate', step);
  run('hex', 1024);
  expect('hex', Buffer.from(output(2048)).toString(), hex(input().subarray(0, 1024)));
  for (const length of [0, 16, size / 2]) run('dot', length);
  run('statistics', size);
  for (const length of [2, 3, 33, size / 2]) run('smooth', length);
}

run('mandelbrot', -2.2, -1.2, 0.01, 320, 240, 200);
run('mandelbrot', -0.75, 0.1, 0.0001, 100, 100, 1000);

// RFC 8439, section 2.3.2: the state after 20 rounds, in each of four lanes
const key = new Uint32Array(new Uint8Array(32).map((_, i) => i).buffer);
const state = [0x61707865, 0x3320646e, 0x79622d32, 0x6b206574, ...key, 1, 0x09000000, 0x4a000000, 0];
new Uint32Array(kernels.memory.buffer, kernels.in(), 64).set(state.flatMap((word) => [word, word, word, word]));
run('chacha', 10);
const words = new Uint32Array(kernels.memory.buffer, kernels.out(), 64);
expect('chacha20', [0, 4, 8, 12].map((i) => words[i].toString(16)).join(' '), '837778ab e238d763 a67ae21e 5950bb2f');
run('chacha', 4);
