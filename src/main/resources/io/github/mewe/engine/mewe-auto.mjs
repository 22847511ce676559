/**
 * Seeds every multivariant instance, whatever code instantiates it. Import it once, before that code runs: as the first
 * import of a page, a worker or a bundler's entry, or with `node --import`. Other modules are instantiated as before.
 *
 * It replaces `WebAssembly.instantiate`, `WebAssembly.instantiateStreaming` and `WebAssembly.Instance` in its realm;
 * every other window, worker or thread has to import it, too. A start function runs before any seed.
 *
 * @module mewe-auto
 */

import {seed, withRandom} from './mewe-loader.mjs';

const installed = Symbol.for('mewe-auto');
const {waiting} = WebAssembly[installed] ?? {waiting: []};

/**
 * Seeds the instances that were created where no random numbers are available, such as at the top level of a Worker.
 * Until then, their choices are predictable.
 */
export function seedWaiting() {
  while (waiting.length > 0) {
    seed(waiting[0]);
    waiting.shift();
  }
}

if (!WebAssembly[installed]) {
  Object.defineProperty(WebAssembly, installed, {value: {waiting}});
  replace('instantiate', instantiate);
  if (WebAssembly.instantiateStreaming) replace('instantiateStreaming', seeding);
  WebAssembly.Instance = new Proxy(WebAssembly.Instance, {
    construct(target, [module, imports, ...rest], newTarget) {
      const instance = Reflect.construct(target, [module, completed(module, imports), ...rest], newTarget);
      seedOrWait(instance);
      return instance;
    },
  });
}

/** Keeps the function's name and number of parameters, which some glue code reads. */
function replace(name, wrapper) {
  WebAssembly[name] = new Proxy(WebAssembly[name], {apply: wrapper});
}

async function seeding(original, self, given) {
  const made = await Reflect.apply(original, self, given);
  seedOrWait(made);
  return made;
}

/** Where no random numbers are available, the program must run as before. */
function seedOrWait(made) {
  try {
    seed(made);
  } catch {
    waiting.push(made);
  }
}

function instantiate(original, self, [source, imports, ...rest]) {
  return seeding(original, self, [source, completed(source, imports), ...rest]);
}

/** Only a compiled module reveals before its instantiation if it imports `mewe.random`. */
function completed(source, imports) {
  const isModule = Object.prototype.toString.call(source) === '[object WebAssembly.Module]';
  return isModule ? withRandom(source, imports) : imports;
}
