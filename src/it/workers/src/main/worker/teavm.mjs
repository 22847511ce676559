// TeaVM's runtime, for Workers.

import {load as loadBytes} from '../../../target/wasm/teavm.mjs';

// Modules are compiled before a Worker starts, never by it.
const compile = WebAssembly.compile;
WebAssembly.compile = async (source, ...options) =>
  source instanceof WebAssembly.Module ? source : compile.call(WebAssembly, source, ...options);

// Functions can be made of text while a Worker starts, but not for a request: those that were made are kept.
const Original = Function;
const made = new Map();
globalThis.Function = function Function(...text) {
  const key = JSON.stringify(text);
  if (!made.has(key)) made.set(key, new Original(...text));
  return made.get(key);
};
Function.prototype = Original.prototype;

export const load = loadBytes;
