// Tests of mewe-auto.mjs:
//
//   node auto.test.mjs DIRECTORY
//
// DIRECTORY has the loader, a module (original.wasm) and its multivariant forms, each named after its
// randomness source.

import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {readFile} from 'node:fs/promises';
import {resolve} from 'node:path';
import test from 'node:test';
import {pathToFileURL} from 'node:url';
import {draws} from './draws.mjs';

const directory = resolve(process.argv[2]);
const autoUrl = pathToFileURL(`${directory}/mewe-auto.mjs`).href;
const before = {...Object.getOwnPropertyDescriptors(WebAssembly)};
const {instantiate, Instance} = WebAssembly;
await import(autoUrl);

const bytes = new Uint8Array(await readFile(`${directory}/export.wasm`));
const module = new WebAssembly.Module(bytes);
const response = () => new Response(bytes, {headers: {'content-type': 'application/wasm'}});
const forms = {
  'instantiate with bytes': async (given) => (await WebAssembly.instantiate(given)).instance,
  'instantiate with a module': async (given) => WebAssembly.instantiate(new WebAssembly.Module(given)),
  'instantiateStreaming': async (given) => (await WebAssembly.instantiateStreaming(
    new Response(given, {headers: {'content-type': 'application/wasm'}}))).instance,
  'new Instance': (given) => new WebAssembly.Instance(new WebAssembly.Module(given)),
};

for (const [name, form] of Object.entries(forms)) {
  test(`${name} seeds`, async () => {
    assert.equal(await draws(async () => {
      const instance = await form(bytes);
      assert(instance instanceof WebAssembly.Instance);
      assert.equal(instance.exports.fib(20n), 6765n);
    }), 2);
  });

  test(`${name} leaves other modules alone`, async () => {
    const original = await readFile(`${directory}/original.wasm`);
    assert.equal(await draws(async () => assert.equal((await form(original)).exports.fib(20n), 6765n)), 0);
  });
}

test('a compiled module gets random numbers that it imports', async () => {
  const compiled = new WebAssembly.Module(await readFile(`${directory}/host.wasm`));
  assert.equal(new WebAssembly.Instance(compiled).exports.fib(20n), 6765n);
  assert.equal((await WebAssembly.instantiate(compiled)).exports.fib(20n), 6765n);
});

test('results and errors are those of the engine', async () => {
  const made = await WebAssembly.instantiate(bytes);
  assert.deepEqual(Object.keys(made).sort(), ['instance', 'module']);
  assert.deepEqual(Object.keys(await WebAssembly.instantiateStreaming(response())).sort(), ['instance', 'module']);
  await assert.rejects(WebAssembly.instantiate(new Uint8Array([1, 2, 3])), WebAssembly.CompileError);
  await assert.rejects(WebAssembly.instantiate(undefined), TypeError);
  assert.throws(() => new WebAssembly.Instance({}), TypeError);
  assert.throws(() => WebAssembly.Instance(module), TypeError);
});

test('glue code sees the same functions', () => {
  assert.equal(WebAssembly.instantiate.name, instantiate.name);
  assert.equal(WebAssembly.instantiate.length, instantiate.length);
  assert.equal(WebAssembly.Instance.prototype, Instance.prototype);
  assert.equal(WebAssembly.Instance.name, 'Instance');
  class Special extends WebAssembly.Instance {}
  assert(new Special(module) instanceof Special);
  assert.deepEqual(Object.keys(Object.getOwnPropertyDescriptors(WebAssembly)), Object.keys(before));
});

test('a second import changes nothing', async () => {
  const patched = WebAssembly.instantiate;
  await import(`${autoUrl}?again`);
  assert.equal(WebAssembly.instantiate, patched);
  assert.equal(await draws(() => WebAssembly.instantiate(bytes)), 2);
});

test('without random numbers, instances run and wait for their seeds', async () => {
  const {seedWaiting} = await import(autoUrl);
  const real = globalThis.crypto.getRandomValues;
  globalThis.crypto.getRandomValues = () => { throw new Error('not at the top level'); };
  const waiting = [new WebAssembly.Instance(module), await WebAssembly.instantiate(module)];
  for (const instance of waiting) assert.equal(instance.exports.fib(20n), 6765n);
  assert.throws(seedWaiting, /not at the top level/);
  globalThis.crypto.getRandomValues = real;
  assert.equal(await draws(seedWaiting), 4);
  assert.equal(await draws(seedWaiting), 0);
  for (const instance of waiting) assert.equal(instance.exports.fib(20n), 6765n);
});

test('node --import seeds a program that knows nothing of it', () => {
  const program = `
    const fs = require('node:fs');
    const real = globalThis.crypto.getRandomValues.bind(globalThis.crypto);
    let count = 0;
    globalThis.crypto.getRandomValues = (array) => { count += array.length; return real(array); };
    const module = new WebAssembly.Module(fs.readFileSync(${JSON.stringify(`${directory}/export.wasm`)}));
    console.log(String(new WebAssembly.Instance(module).exports.fib(20n)), count);`;
  const run = (...options) => execFileSync(process.execPath, [...options, '-e', program], {encoding: 'utf8'});
  assert.equal(run(), '6765 0\n');
  assert.equal(run('--import', autoUrl), '6765 2\n');
});
