// Renders a drawing.

import {initWasm, Resvg} from './index.mjs';
import {seed} from './mewe-loader.mjs';

export async function load(module) {
  // The package does not expose its instance.
  const {instantiate} = WebAssembly;
  WebAssembly.instantiate = async (...given) => {
    const instance = await instantiate(...given);
    seed(instance);
    return instance;
  };
  try {
    await initWasm(module);
  } finally {
    WebAssembly.instantiate = instantiate;
  }
  return (request) => new Resvg(new TextDecoder().decode(request)).render().asPng();
}
