// One fresh instance of a client, in a worker thread, whose realm nothing has used before. Whenever the package compiles
// its module, it gets the candidate instead, which was compiled once for all threads. The candidate's choices are recorded.

import {createHash} from 'node:crypto';
import {parentPort, workerData} from 'node:worker_threads';

const {directory, id, original, candidate, auto} = workerData;
const {Module, instantiate} = WebAssembly;
const choices = createHash('sha256');
let count = 0;
let instances = 0;

const isOriginal = (source) => {
  const bytes = ArrayBuffer.isView(source) ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength) : new Uint8Array(source);
  return createHash('sha256').update(bytes).digest('hex') === original;
};
const traced = (module, imports) => {
  if (!Module.imports(module).some((entry) => entry.module === 'mewe' && entry.name === 'trace')) return imports;
  instances++;
  return {
    ...imports,
    mewe: {
      ...imports?.mewe,
      trace(dispatcher, body) {
        count++;
        choices.update(`${dispatcher},${body};`);
      },
    },
  };
};

WebAssembly.Module = new Proxy(Module, {
  construct: (target, [source], self) => (isOriginal(source) ? candidate : Reflect.construct(target, [source], self)),
});
WebAssembly.Instance = new Proxy(WebAssembly.Instance, {
  construct: (target, [module, imports], self) => Reflect.construct(target, [module, traced(module, imports)], self),
});
WebAssembly.compile = async (source) => new WebAssembly.Module(source);
WebAssembly.instantiate = async (source, imports) => {
  if (source instanceof Module) return instantiate(source, traced(source, imports));
  const module = new WebAssembly.Module(source);
  return {module, instance: await instantiate(module, traced(module, imports))};
};
WebAssembly.compileStreaming = undefined;
WebAssembly.instantiateStreaming = undefined;

if (auto) await import(auto);
const {workloads} = await import('./workloads.mjs');
const output = await workloads(directory)[id]();
parentPort.postMessage({output, instances, count, trace: choices.digest('hex')});
