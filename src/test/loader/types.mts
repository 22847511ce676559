// Code as users write it: the TypeScript compiler must accept it and reject the lines marked as errors.

import {instantiate, seed, withRandom, type Key} from './mewe-loader.mjs';
import {DivergenceError, instantiateTwins, type Twins} from './mewe-twins.mjs';

declare const bytes: Uint8Array<ArrayBuffer>;
declare const module: WebAssembly.Module;

const imports = {env: {now: () => 1, memory: new WebAssembly.Memory({initial: 1})}};
const key: Key = [1n, 2n];

const fromBytes: WebAssembly.WebAssemblyInstantiatedSource = await instantiate(bytes, imports);
const fromBuffer: WebAssembly.WebAssemblyInstantiatedSource = await instantiate(bytes.buffer);
const fromResponse: WebAssembly.WebAssemblyInstantiatedSource = await instantiate(fetch('app.wasm'), imports, {key});
const fromFile: WebAssembly.WebAssemblyInstantiatedSource = await instantiate(new Blob([bytes]));
const fromModule: WebAssembly.Instance = await instantiate(module, imports, {key: [3n, 4n], builtins: ['js-string']});
const fromPromise: WebAssembly.Instance = await instantiate(WebAssembly.compile(bytes));

const done: boolean = seed(fromModule);
seed(fromModule.exports, key);
seed(fromBytes, [5n, 6n]);
new WebAssembly.Instance(module, withRandom(module, imports));
new WebAssembly.Instance(module, withRandom(module));
class Imports { get env() { return imports.env; } }
await instantiate(module, new Imports());

const twins: Twins = await instantiateTwins(module, imports, {
  count: 3, share: 0.1, imports: {'env.exec': {signature: 'string', held: true, result: 0}}, exports: {malloc: 'value -> address'}, keys: [key],
});
const ownMemories: Twins = await instantiateTwins(module, (instance) => ({env: {instance}}));
twins.write(8, twins.read(0, 8));
const diverged = (error: unknown) => (error instanceof DivergenceError ? error.traces[0]?.calls : []);

// @ts-expect-error: a form without signature
await instantiateTwins(module, imports, {imports: {'env.exec': {held: true}}});
// @ts-expect-error: numbers are no bigints
seed(fromModule, [1, 2]);
// @ts-expect-error: one half of a key
await instantiate(bytes, imports, {key: [1n]});
// @ts-expect-error: no module
await instantiate('app.wasm');
// @ts-expect-error: no import object
await instantiate(bytes, 'env');
// @ts-expect-error: instantiating a module returns an instance alone
(await instantiate(module)).module;

export {fromBuffer, fromResponse, fromFile, fromPromise, done, ownMemories, diverged};
