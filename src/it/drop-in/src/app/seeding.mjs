import {seed} from './mewe-loader.mjs';

/**
 * Seeds all modules that are instantiated while `work` runs: for glue code that does not expose its instance.
 *
 * @param work calls the glue code
 * @param {[bigint, bigint]} [key] instead of random bits
 * @return the result of `work`
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
