// wat/tiny.wat: every export, with edge values, traps, callbacks and identities.

import {attempt, hex, moduleBytes, print} from '../lib/workload.mjs';

const count = new WebAssembly.Global({value: 'i32', mutable: true}, 0);
let exports;
const host = {
  log: (value) => print('log', value),
  back: (n) => {
    print('back', n, count.value);
    return n > 0 ? exports.reenter(n - 1) : exports.apply(2, 6, 7);
  },
  base: 41,
  count,
};
exports = new WebAssembly.Instance(new WebAssembly.Module(moduleBytes()), {host}).exports;
print('started', count.value);

const call = (name, ...args) =>
  attempt(`${name}(${args.join(', ')})`, () => [exports[name](...args)].flat().join(' '));

for (let op = 0; op < 9; op++) {
  for (const [a, b] of [[7, -3], [-2147483648, -1], [5, 0], [2147483647, 2147483647]]) call('apply', op, a, b);
}
for (let op = 0; op < 9; op += 4) call('mistyped', op);
call('divmod', -7n, 2n);
call('divmod', -9223372036854775808n, -1n);
call('divmod', 1n, 0n);
call('gcd', 1071n, 462n);
call('gcd', 0x1fffffffffffffn, 0xffffffffn);
call('fib', 22);
for (let i = 0; i < 5; i++) call('random');
exports.state.value = 42n;
call('random');
call('crc32', 16, 43);
call('crc32', 65530, 7);
call('crc32', 0, 0);
for (let n = -1; n < 6; n++) call('switch', n);
const floats = [0, -0, 1.5, -2.5, 1e308, 5e-324, Infinity, -Infinity, NaN, 0.1, 2147483648];
// The specification leaves the bits of an arithmetic NaN open.
const bits = (value) => {
  const wide = typeof value === 'bigint';
  const magnitude = wide ? BigInt.asUintN(63, value) : value & 0x7fffffff;
  return magnitude > (wide ? 0x7ff0000000000000n : 0x7f800000) ? 'nan' : String(value);
};
for (const a of floats) {
  for (const b of floats) {
    const results = exports.float_bits(a, b);
    print(`float_bits(${a}, ${b})`, results.slice(0, 4).map(bits).join(' '), results[4]);
  }
}
for (const a of [0x7ff0000000000001n, -1n, 0x7fa00000n, 0xffc12345n, 0n]) call('nan_bits', a, ~a);
for (const a of floats) call('truncate', a);
for (const n of [0n, -1n, 0x80n, 0x8000n, 0xdeadbeefcafebaben, 1n << 63n]) call('narrow', n);

const object = {toString: () => 'object'};
call('keep', 1, object);
call('keep', 1, null);
call('keep', 4, object);
print('identities', exports.add === exports.also_add, exports.ops.get(0) === exports.add,
  exports.hold(0) === exports.add, exports.hold(1) === exports.fib, exports.log === host.log,
  exports.kept.length, exports.ops.length, exports.add.length);
call('respare', 5);
call('respare', 5);
for (let op = 5; op < 9; op++) call('apply', op, 6, 7);
call('shuffle', 100);
call('shuffle', 131060);
print('memory', hex(new Uint8Array(exports.memory.buffer, 90, 70)), exports.memory.buffer.byteLength);
call('reenter', 4);
exports.ops.set(6, exports.apply);
call('indirect', 1);
exports.ops.set(6, exports.add);
call('indirect', 1);
print('end', count.value, exports.state.value, WebAssembly.Module.exports(new WebAssembly.Module(moduleBytes()))
  .filter((e) => e.name !== 'mewe_seed').map((e) => `${e.kind}:${e.name}`).join(' '));
