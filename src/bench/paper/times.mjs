// Measures a service in V8, original and multivariant in turn:
//
//   node times.mjs ROUNDS REQUEST ORIGINAL.wasm MULTIVARIANT.wasm
//
// Each round measures both modules in one process, in two ways:
// - a request to an existing instance. Of several batches of requests the fastest counts, because other processes disturb
//   the rest; the time is the median of many instances, because each makes its own choices.
// - a start: the compiled module is instantiated and seeded, and the program runs with the request. The median of many.
//   System calls are JavaScript functions that do as little as possible, and keys come from a pool of random bytes, so
//   that neither hides the cost of the module.
// The modules take turns, instance by instance, so that a machine that gets slower affects both. V8 optimises every
// function before it runs (--no-liftoff); by default it would do so later in larger modules.
//
// Prints a JSON array, for the original and the multivariant module: {request, start}, in microseconds, of the round
// whose ratio is the median of all.

import {spawnSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';

const INSTANCES = 60;
const BATCHES = 6;
const BATCH_MICROSECONDS = 500;
const STARTS = 1500;

const keys = new BigInt64Array(512);
let drawn = keys.length;

const script = fileURLToPath(import.meta.url);
if (process.argv[2] === 'one') {
  const [request, ...modules] = process.argv.slice(3).map((file) => readFileSync(file));
  const compiled = modules.map((module) => new WebAssembly.Module(module));
  console.log(JSON.stringify({request: requests(request, compiled), start: starts(request, compiled)}));
} else {
  const [count, ...files] = process.argv.slice(2);
  const rounds = Array.from({length: Number(count)}, () => {
    const flags = ['--no-liftoff', '--no-wasm-tier-up', '--no-wasm-lazy-compilation'];
    const {status, stdout, stderr} = spawnSync(process.execPath, [...flags, script, 'one', ...files], {encoding: 'utf8'});
    if (status !== 0) throw new Error(`${files}: ${stderr}`);
    return JSON.parse(stdout);
  });
  const middle = (what) => median(rounds.map((round) => round[what]), ([original, multivariant]) => multivariant / original);
  const request = middle('request');
  const start = middle('start');
  console.log(JSON.stringify([0, 1].map((module) => ({request: request[module], start: start[module]}))));
}

/** The times of both modules. */
function requests(request, modules) {
  const fastest = (module, count) => {
    const {memory, request_buffer, handle} = instantiate(request, module);
    new Uint8Array(memory.buffer).set(request, request_buffer());
    const batch = () => {
      const before = performance.now();
      for (let i = 0; i < count; i++) {
        if (handle(request.length) < 0) throw new Error('the request is refused');
      }
      return (performance.now() - before) * 1000;
    };
    return Math.min(...Array.from({length: BATCHES}, batch));
  };
  let count = 1;
  while (fastest(modules[0], count) < BATCH_MICROSECONDS) count *= 2;
  return inTurns(modules, INSTANCES, (module) => fastest(module, count) / count).map((times) => median(times));
}

/** The times of both modules. */
function starts(request, modules) {
  const once = (module) => {
    const before = performance.now();
    const {_start} = instantiate(request, module);
    try {
      _start();
    } catch (exit) {
      if (exit !== 0) throw new Error(`exit ${exit}`);
    }
    return (performance.now() - before) * 1000;
  };
  return inTurns(modules, STARTS, once).map((times) => median(times.slice(STARTS / 3)));
}

/** Measures each module the given number of times, in turn. */
function inTurns(modules, times, measure) {
  const measured = modules.map(() => []);
  for (let i = 0; i < times; i++) modules.forEach((module, number) => measured[number].push(measure(module)));
  return measured;
}

/** The exports of a new instance, seeded if it is multivariant. */
function instantiate(request, module) {
  let read = 0;
  let view;
  let bytes;
  const buffers = () => {
    view ??= new DataView(exports.memory.buffer);
    bytes ??= new Uint8Array(exports.memory.buffer);
  };
  const wasi_snapshot_preview1 = {
    fd_read(fd, vectors, count, result) {
      buffers();
      const part = request.subarray(read, read + view.getUint32(vectors + 4, true));
      bytes.set(part, view.getUint32(vectors, true));
      read += part.length;
      view.setUint32(result, part.length, true);
      return 0;
    },
    fd_write(fd, vectors, count, result) {
      buffers();
      let size = 0;
      for (let i = 0; i < count; i++) size += view.getUint32(vectors + 8 * i + 4, true);
      view.setUint32(result, size, true);
      return 0;
    },
    random_get(pointer, length) {
      buffers();
      crypto.getRandomValues(bytes.subarray(pointer, pointer + length));
      return 0;
    },
    proc_exit(status) {
      throw status;
    },
    fd_close: () => 0,
    fd_seek: () => 0,
    fd_fdstat_get: () => 0,
  };
  const {exports} = new WebAssembly.Instance(module, {wasi_snapshot_preview1});
  if (exports.mewe_seed) exports.mewe_seed(key(), key());
  return exports;
}

function key() {
  if (drawn === keys.length) {
    crypto.getRandomValues(keys);
    drawn = 0;
  }
  return keys[drawn++];
}

/** The middle one, by a measure. */
function median(values, measure = (value) => value) {
  return values.sort((a, b) => measure(a) - measure(b))[values.length >> 1];
}
