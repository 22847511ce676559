// The loader for builds with <trace>import</trace>: it collects the choices of each request. Choices of an instance that no
// request creates are dropped.

import {AsyncLocalStorage} from 'node:async_hooks';
import * as loader from './loader.mjs';

export const choices = new AsyncLocalStorage();
export const {seed} = loader;
export const instantiate = (source, imports, options) => loader.instantiate(source, traced(imports), options);
export const withRandom = (module, imports, key) => loader.withRandom(module, traced(imports), key);

function traced(imports) {
  const trace = choices.getStore() ?? [];
  return {...imports, mewe: {...imports?.mewe, trace: (dispatcher, variant) => trace.push(dispatcher, variant)}};
}
