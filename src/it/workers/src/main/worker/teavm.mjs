// TeaVM's runtime, for Workers.

import {load as loadBytes} from '../../../target/wasm/teavm.mjs';

// Modules are compiled before a Worker starts; a Worker cannot compile one.
const compile = WebAssembly.compile;
WebAssembly.compile = async (source, ...options) =>
  source instanceof WebAssembly.Module ? source : compile.call(WebAssembly, source, ...options);

// A Worker may create functions from text only while it starts: keep them for requests.
const Original = Function;
const made = new Map();
globalThis.Function = function Function(...text) {
  const key = JSON.stringify(text);
  if (!made.has(key)) made.set(key, new Original(...text));
  return made.get(key);
};
Function.prototype = Original.prototype;

export const load = loadBytes;
