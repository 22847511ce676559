// Runs a module and prints its results: node hardened.mjs MODULE SCENARIO SEED

import {readFileSync} from 'node:fs';

const [file, scenario, seed] = process.argv.slice(2);
const module = new WebAssembly.Module(readFileSync(file));

function instance(imports, key) {
  const {exports} = new WebAssembly.Instance(module, imports);
  exports.mewe_seed?.(BigInt(key), 3n);
  return exports;
}

/** The results of the first numbers. The stack pointer must be where it was. */
function results(exports, name, count) {
  exports[name](2); // The first choice may move the start of the stack.
  const pointer = exports.pointer.value;
  const all = [];
  for (let n = 0; n < count; n++) {
    all.push(exports[name](n));
    if (exports.pointer.value !== pointer) throw new Error(`${name}(${n}) leaves the stack pointer elsewhere`);
  }
  console.log(name, all.join(' '));
}

const scenarios = {
  'control-flow'() {
    for (const name of ['catches', 'outer', 'jumps', 'even']) results(instance({}, seed), name, 40);
  },
  stacks() {
    const memory = new WebAssembly.Memory({initial: 1, maximum: 4, shared: true});
    const threads = [0, 1, 2].map((n) => {
      const exports = instance({env: {memory}}, Number(seed) + n);
      if (n > 0) exports.pointer.value = 16384 * (n + 1);
      return exports;
    });
    const bytes = new Uint8Array(memory.buffer);
    for (let round = 0; round < 30; round++) threads.forEach((exports, n) => console.log(exports.recursive(round + n)));
    threads.forEach((exports, n) => {
      const top = 16384 * (n + 1);
      // Above the stack, and more than the frames and their paddings below it, nothing may be written.
      if (exports.pointer.value > top || exports.pointer.value < top - 1024) throw new Error('the stack pointer has moved');
      for (let at = top; at < Math.min(top + 4096, bytes.length); at++) if (bytes[at]) throw new Error(`a write to ${at}`);
    });
  },
  suspended() {
    let exports;
    const [from, to] = [1024, 8192];
    let waited = 0;
    const wait = (n) => {
      if (exports.asyncify_get_state() === 2) {
        exports.asyncify_stop_rewind();
        return n * 3 + 1;
      }
      waited++;
      new Int32Array(exports.memory.buffer).set([from + 8, to], from / 4);
      exports.asyncify_start_unwind(from);
      return 0;
    };
    exports = instance({env: {wait}}, seed);
    let pointer;
    for (let n = 0; n < 12; n++) {
      let result = exports.deep(n);
      while (exports.asyncify_get_state() === 1) {
        exports.asyncify_stop_unwind();
        exports.asyncify_start_rewind(from);
        result = exports.deep(0);
      }
      console.log(n, result);
      if (n > 0 && exports.pointer.value !== pointer) throw new Error('the stack pointer has moved');
      pointer = exports.pointer.value;
    }
    console.log(waited, 'waits');
  },
};

scenarios[scenario]();
