// Measures instantiation and the first call in V8: node start.mjs NAME ORIGINAL EXPORT WASI, where NAME is sqlite,
// libsodium or tiny. The modules are compiled beforehand. Prints a JSON array: microseconds for the original, the
// microseconds added by the module that mewe_seed keys and by the one that random_get keys, and the microseconds in
// which the host draws a key after instantiation, which the former do not contain. First deciles of rounds in which the
// modules take turns: each instance maps and unmaps a memory, and other work on the machine delays that by more than the
// difference to measure.

import {randomFillSync} from 'node:crypto';
import {readFileSync} from 'node:fs';

const ROUNDS = 600;
const WARM_UP = 120;
const EVERY = 15;

// Emscripten's names for malloc in the versions of package-lock.json.
const FIRST_CALLS = {
  sqlite: (exports) => exports.Ia(100),
  libsodium: (exports) => exports.Ee(100),
  tiny: (exports) => exports.crc32(16, 43),
};

const [name, ...files] = process.argv.slice(2);
const modules = files.map((file) => new WebAssembly.Module(readFileSync(file)));
const imports = modules.map((module) => {
  const values = {};
  for (const {module: from, name: what, kind} of WebAssembly.Module.imports(module)) {
    values[from] ??= {};
    values[from][what] = kind === 'function' ? () => 0
      : what === 'count' ? new WebAssembly.Global({value: 'i32', mutable: true}, 0) : 41;
  }
  return values;
});
let current;
const key = new BigInt64Array(2);
const bytes = new Uint8Array(key.buffer);
imports.forEach((values) => {
  if (values.wasi_snapshot_preview1) {
    values.wasi_snapshot_preview1.random_get = (address, length) => {
      const memory = Object.values(current.exports).find((value) => value instanceof WebAssembly.Memory);
      new Uint8Array(memory.buffer, address, length).set(bytes.subarray(0, length));
      return 0;
    };
  }
});

const since = (start) => Number(process.hrtime.bigint() - start) / 1000;

function microseconds(i) {
  const start = process.hrtime.bigint();
  current = new WebAssembly.Instance(modules[i], imports[i]);
  const exports = current.exports;
  if (exports.mewe_seed) {
    exports.mewe_seed(key[0], key[1]);
  }
  FIRST_CALLS[name](exports);
  return since(start);
}

function drawKey() {
  const start = process.hrtime.bigint();
  randomFillSync(key);
  return since(start);
}

// The predecessor matters: each module follows each other one equally often.
const ORDERS = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];
const decile = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 10)];

const times = modules.map(() => []);
const draws = [];
for (let round = -WARM_UP; round < ROUNDS; round++) {
  const taken = [];
  for (const i of ORDERS[(round + WARM_UP) % ORDERS.length]) taken[i] = microseconds(i);
  const draw = drawKey();
  if (round >= 0) {
    taken.forEach((time, i) => times[i].push(time));
    draws.push(draw);
  }
  // Memories are freed with their instances.
  if (round % EVERY === 0) globalThis.gc();
}
const [original, ...diversified] = times.map(decile);
console.log(JSON.stringify([original, ...diversified.map((time) => time - original), decile(draws)]));
