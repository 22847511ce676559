// wat/control.wat: exceptions that cross the border in both directions, and deep tail calls.

import {attempt, moduleBytes, print} from '../lib/workload.mjs';

let exports;
const host = {
  thrower(n) {
    if (n % 2) throw new WebAssembly.Exception(exports.int, [n + 100]);
    throw new RangeError(`host ${n}`);
  },
};
exports = new WebAssembly.Instance(new WebAssembly.Module(moduleBytes()), {host}).exports;

for (const n of [0, 1, 2, 1_000_000, 1_000_001]) attempt(`even ${n}`, () => exports.even(n, 5n));
for (const n of [1, 7, 27, 97, 77_031]) attempt(`collatz ${n}`, () => exports.collatz(n, 0n));
for (let which = 0; which < 5; which++) attempt(`dispatch ${which}`, () => exports.dispatch(which, 50_000));
for (let n = 0; n < 30; n++) attempt(`catcher ${n}`, () => exports.catcher(n));
for (let n = 1; n < 7; n++) {
  try {
    exports.escape(n);
  } catch (error) {
    const own = error instanceof WebAssembly.Exception;
    print(`escape ${n}`, own, own && error.is(exports.int) ? error.getArg(exports.int, 0) : error.message);
  }
}
for (const at of [0, 65532, 65533, -4]) attempt(`trap ${at}`, () => exports.trap(at));
