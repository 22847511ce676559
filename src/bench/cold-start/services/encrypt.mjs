// A WASI program with one instance per request.

import {instantiate} from './mewe-loader.mjs';
import {wasi} from './wasi.mjs';

export async function load(module) {
  return async (request) => {
    const program = wasi(request);
    const status = program.start(await instantiate(module, program.imports));
    if (status !== 0) throw new Error(`exit ${status}`);
    return program.output();
  };
}
