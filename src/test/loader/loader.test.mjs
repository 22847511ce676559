// Tests of mewe-loader.mjs:
//
//   node loader.test.mjs DIRECTORY
//
// DIRECTORY has the loader, a module (original.wasm) and its multivariant forms, each named after its
// randomness source.

import assert from 'node:assert/strict';
import {readFile} from 'node:fs/promises';
import {resolve} from 'node:path';
import test from 'node:test';
import {pathToFileURL} from 'node:url';
import {WASI} from 'node:wasi';
import {Worker} from 'node:worker_threads';
import {draws} from './draws.mjs';

const directory = resolve(process.argv[2]);
const loaderUrl = pathToFileURL(`${directory}/mewe-loader.mjs`).href;
const loader = await import(loaderUrl);
const {instantiate, seed, withRandom} = loader;
const load = (name) => readFile(`${directory}/${name}.wasm`);
const sources = ['original', 'export', 'host', 'fixed', 'wasi'];
const importsFor = (source) => (source === 'wasi' ? new WASI({version: 'preview1'}).getImportObject() : undefined);

/** A module that imports functions, calls some when it starts, and exports some, from a description in bytes. */
const text = (s) => [s.length, ...Buffer.from(s)];
const section = (id, ...items) => {
  const content = [items.length, ...items.flat()];
  return [id, content.length, ...content];
};
const header = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];

// Two exported globals keep the arguments of mewe_seed; `ready` traps as long as the first is 0.
const probe = new Uint8Array([
  ...header,
  ...section(1, [0x60, 2, 0x7e, 0x7e, 0], [0x60, 0, 0]),
  ...section(3, [0], [1]),
  ...section(6, [0x7e, 1, 0x42, 0, 0x0b], [0x7e, 1, 0x42, 0, 0x0b]),
  ...section(7, [...text('mewe_seed'), 0, 0], [...text('ready'), 0, 1], [...text('low'), 3, 0], [...text('high'), 3, 1]),
  ...section(10, [10, 0, 0x20, 0, 0x24, 0, 0x20, 1, 0x24, 1, 0x0b], [9, 0, 0x23, 0, 0x50, 0x04, 0x40, 0x00, 0x0b, 0x0b]),
]);
const seedOf = (instance) => [instance.exports.low.value, instance.exports.high.value];

// Imports mewe.random, mewe.trace and env.note; its start function calls all three; `random` draws again.
const starting = new Uint8Array([
  ...header,
  ...section(1, [0x60, 0, 1, 0x7e], [0x60, 0, 0]),
  ...section(2, [...text('mewe'), ...text('random'), 0, 0], [...text('env'), ...text('note'), 0, 1], [...text('mewe'), ...text('trace'), 0, 1]),
  ...section(3, [1], [0]),
  ...section(6, [0x7e, 1, 0x42, 0, 0x0b]),
  ...section(7, [...text('first'), 3, 0], [...text('random'), 0, 4]),
  8, 1, 3,
  ...section(10, [10, 0, 0x10, 0, 0x24, 0, 0x10, 1, 0x10, 2, 0x0b], [4, 0, 0x10, 0, 0x0b]),
]);

for (const source of sources) {
  test(`${source}: the module does what it did`, async () => {
    const wasi = new WASI({version: 'preview1'});
    const {module, instance} = await instantiate(load(source), wasi.getImportObject());
    assert(module instanceof WebAssembly.Module);
    assert(instance instanceof WebAssembly.Instance);
    wasi.start(instance);
    for (let i = 0; i < 20; i++) assert.equal(instance.exports.fib(20n), 6765n);
  });
}

test('random bits are drawn where the source wants them, and nowhere else', async () => {
  const expected = {original: 0, export: 2, host: 2, fixed: 0};
  for (const [source, count] of Object.entries(expected)) {
    assert.equal(await draws(async () => {
      const {instance} = await instantiate(load(source));
      for (let i = 0; i < 100; i++) instance.exports.fib(9n);
    }), count, source);
  }
});

test('the host source draws nothing before it is asked', async () => {
  const module = await WebAssembly.compile(await load('host'));
  let instance;
  assert.equal(await draws(() => { instance = new WebAssembly.Instance(module, withRandom(module)); }), 0);
  assert.equal(await draws(() => instance.exports.fib(9n)), 2);
});

test('every kind of source gives what WebAssembly.instantiate gives', async () => {
  const bytes = new Uint8Array(await load('export'));
  const response = (type, init) => new Response(bytes, {headers: {'content-type': type}, ...init});
  const file = {arrayBuffer: async () => bytes.slice().buffer};
  for (const given of [bytes, bytes.slice().buffer, Promise.resolve(bytes),
    response('application/wasm'), response('application/octet-stream'), Promise.resolve(response('application/wasm')),
    file, new Blob([bytes])]) {
    const result = await instantiate(given);
    assert.deepEqual(Object.keys(result).sort(), ['instance', 'module']);
    assert.equal(result.instance.exports.fib(20n), 6765n);
  }
  for (const given of [new WebAssembly.Module(bytes), WebAssembly.compile(bytes)]) {
    const instance = await instantiate(given);
    assert(instance instanceof WebAssembly.Instance);
    assert.equal(instance.exports.fib(20n), 6765n);
  }
});

test('an instance is seeded before anybody has it, each with another key', async () => {
  const {instance} = await instantiate(probe);
  instance.exports.ready();
  const other = await instantiate(new WebAssembly.Module(probe));
  other.exports.ready();
  const [low, high] = seedOf(instance);
  assert.equal(new Set([low, high, ...seedOf(other)]).size, 4);
});

test('other threads have keys of their own', async () => {
  const code = `
    const {parentPort, workerData} = require('node:worker_threads');
    import(workerData.loaderUrl).then(async ({instantiate}) => {
      const {exports} = await instantiate(workerData.module);
      parentPort.postMessage([exports.low.value, exports.high.value]);
    });`;
  const workerData = {loaderUrl, module: new WebAssembly.Module(probe)};
  const keys = await Promise.all([1, 2].map(() => new Promise((done, failed) => {
    new Worker(code, {eval: true, workerData}).once('message', done).once('error', failed);
  })));
  assert.equal(new Set([...keys.flat(), 0n]).size, 5);
});

test('an instance that other code made', async () => {
  const fresh = () => new WebAssembly.Instance(new WebAssembly.Module(probe));
  const one = fresh();
  assert.throws(() => one.exports.ready(), WebAssembly.RuntimeError);
  assert.equal(seed(one), true);
  one.exports.ready();
  const two = fresh();
  assert.equal(seed(two.exports, [3n, -4n]), true);
  assert.deepEqual(seedOf(two), [3n, -4n]);
  const three = await WebAssembly.instantiate(probe);
  assert.equal(seed(three, [5n, 1n << 63n]), true);
  assert.deepEqual(seedOf(three.instance), [5n, -(1n << 63n)]);
});

test('there is nothing to seed in other modules', async () => {
  for (const source of ['original', 'host', 'fixed', 'wasi']) {
    const module = await WebAssembly.compile(await load(source));
    const instance = new WebAssembly.Instance(module, withRandom(module, importsFor(source)));
    assert.equal(seed(instance), false, source);
    assert.equal(seed(instance.exports), false, source);
  }
});

test('equal keys for every kind of source', async () => {
  const key = [7n, 8n];
  assert.deepEqual(seedOf((await instantiate(probe, undefined, {key})).instance), key);
  assert.equal(await draws(async () => {
    for (const source of sources.filter((s) => s !== 'wasi')) {
      assert.equal((await instantiate(load(source), {}, {key})).instance.exports.fib(20n), 6765n);
    }
  }), 0);
  const module = new WebAssembly.Module(starting);
  const nothing = () => {};
  const instance = await instantiate(module, {env: {note: nothing}, mewe: {trace: nothing}}, {key});
  assert.deepEqual([instance.exports.first.value, instance.exports.random()], key);
});

test('wrong keys', async () => {
  for (const key of [[1, 2], [1n], [1n, 2n, 3n], 'ab', null, 5n]) {
    await assert.rejects(instantiate(probe, {}, {key}), {name: 'TypeError', message: /a key is two bigints/});
    assert.throws(() => seed({}, key), /a key is two bigints/);
    assert.throws(() => withRandom(new WebAssembly.Module(probe), {}, key), /a key is two bigints/);
  }
  assert.throws(() => seed(undefined), {name: 'TypeError', message: /seed takes an instance, its exports/});
});

test('a start function may ask at once, and the import object is left alone', async () => {
  const notes = [];
  const plain = {env: {note: () => notes.push('note')}, mewe: {trace: () => notes.push('trace')}};
  Object.values(plain).forEach(Object.freeze);
  Object.freeze(plain);
  class Imports {
    #notes = notes;
    get env() { return {note: () => this.#notes.push('note')}; }
    get mewe() { return {trace: () => this.#notes.push('trace')}; }
  }
  const proxy = new Proxy({}, {get: (_, from) => new Proxy({}, {
    get: (_, name) => (name === 'random' ? undefined : () => notes.push(name)),
  })});
  const firsts = new Set();
  for (const imports of [plain, new Imports(), proxy]) {
    notes.length = 0;
    const {instance} = await instantiate(starting, imports);
    assert.deepEqual(notes, ['note', 'trace']);
    firsts.add(instance.exports.first.value);
  }
  assert.equal(firsts.size, 3);
  assert.deepEqual(Object.keys(plain.mewe), ['trace']);
});

test("the caller's own mewe.random is kept, and so is an import object that needs nothing", async () => {
  const imports = {env: {note() {}}, mewe: {random: () => 42n, trace() {}}};
  assert.equal((await instantiate(starting, imports)).instance.exports.first.value, 42n);
  assert.equal(withRandom(new WebAssembly.Module(starting), imports), imports);
  const other = {};
  assert.equal(withRandom(new WebAssembly.Module(probe), other), other);
  assert.equal(withRandom(new WebAssembly.Module(probe)), undefined);
});

test("errors are the engine's", async () => {
  await assert.rejects(instantiate(new Uint8Array([1, 2, 3])), WebAssembly.CompileError);
  await assert.rejects(instantiate(Promise.reject(new RangeError('no bytes'))), RangeError);
  await assert.rejects(instantiate(undefined), TypeError);
  await assert.rejects(instantiate(starting), TypeError);
  await assert.rejects(instantiate(starting, {env: {note: 5}, mewe: {trace() {}}}), WebAssembly.LinkError);
  await assert.rejects(instantiate(load('wasi')), TypeError);
  await assert.rejects(instantiate(new Response('no such file', {status: 404})), {name: 'TypeError', message: /status 404/});
});

test('without crypto, a key is needed, and only where something is seeded', async () => {
  const real = Object.getOwnPropertyDescriptor(globalThis, 'crypto');
  Object.defineProperty(globalThis, 'crypto', {value: undefined, configurable: true});
  try {
    assert.equal((await instantiate(load('original'))).instance.exports.fib(20n), 6765n);
    assert.equal((await instantiate(load('export'), {}, {key: [1n, 2n]})).instance.exports.fib(20n), 6765n);
    await assert.rejects(instantiate(load('export')), /has no crypto.getRandomValues/);
  } finally {
    Object.defineProperty(globalThis, 'crypto', real);
  }
});

test("other options reach the engine's compiler", async () => {
  const real = WebAssembly.compile;
  const seen = [];
  WebAssembly.compile = (bytes, options) => {
    seen.push(options);
    return real.call(WebAssembly, bytes);
  };
  try {
    await instantiate(probe, undefined, {key: [1n, 2n], builtins: ['js-string'], importedStringConstants: 's'});
    await instantiate(probe);
  } finally {
    WebAssembly.compile = real;
  }
  assert.deepEqual(seen, [{builtins: ['js-string'], importedStringConstants: 's'}, undefined]);
});

test('the types declare what is exported', async () => {
  const types = await readFile(`${directory}/mewe-loader.d.mts`, 'utf8');
  const declared = [...types.matchAll(/export function (\w+)/g)].map(([, name]) => name);
  assert.deepEqual([...new Set(declared)].sort(), Object.keys(loader).sort());
});
