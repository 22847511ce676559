import {seed} from './mewe-loader.mjs';

/**
 * Seeds what is instantiated while some work is done: for glue code that gives its instance to nobody.
 *
 * @param work calls the glue code
 * @param {[bigint, bigint]} [key] instead of random bits
 * @return what the work gave
 */
export async function seeding(work, key) {
  const {instantiate, instantiateStreaming} = WebAssembly;
  const seeded = (original) => async (...given) => {
    const made = await original.apply(WebAssembly, given);
    seed(made, key);
    return made;
  };
  WebAssembly.instantiate = seeded(instantiate);
  WebAssembly.instantiateStreaming = seeded(instantiateStreaming);
  try {
    return await work();
  } finally {
    Object.assign(WebAssembly, {instantiate, instantiateStreaming});
  }
}
