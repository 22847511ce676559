/**
 * Instantiates multivariant WebAssembly modules and seeds them, in browsers, Node (20 or later), Deno and Workers.
 * Other modules pass through unchanged.
 *
 * @module mewe-loader
 */

/**
 * Instantiates like `WebAssembly.instantiate`, and seeds the instance before any other code can call it.
 *
 * @param {*} source the module: its bytes, a `Response` (or anything with `arrayBuffer()`), or a `WebAssembly.Module`;
 *   or a promise of one
 * @param {Record<string, any>} [imports] the import object; it is not changed
 * @param {Record<string, any>} [options] `key`: two bigints in place of random bits, so that a test makes the same choices in every
 *   run; the rest goes to the engine's compiler
 * @returns {Promise<*>} an instance for a module, else `{module, instance}`
 */
export async function instantiate(source, imports, options) {
  const {key, ...compileOptions} = options ?? {};
  checkKey(key);
  const given = await source;
  if (isModule(given)) return start(given, imports, key);
  const module = await compile(given, options && compileOptions);
  return {module, instance: await start(module, imports, key)};
}

/**
 * Seeds an instance that was created without this loader. Call it before any export of the instance.
 *
 * @param {*} target an instance, its exports, or the result of `WebAssembly.instantiate`
 * @param {[bigint, bigint]} [key] a key in place of random bits
 * @returns {boolean} true if the host has to seed the module; the function does nothing to other modules
 */
export function seed(target, key) {
  checkKey(key);
  const seeder = exportsOf(target).mewe_seed;
  if (typeof seeder !== 'function') return false;
  const [low, high] = key ?? randomWords(2);
  seeder(low, high);
  return true;
}

/**
 * Returns the import object for a module: the caller's, with `mewe.random` added if the module imports it and the
 * object lacks it. For code that calls `new WebAssembly.Instance` itself. Draws random bits when the module first asks.
 *
 * @param {WebAssembly.Module} module the module
 * @param {Record<string, any>} [imports] the caller's import object; it is not changed
 * @param {[bigint, bigint]} [key] a key in place of random bits
 * @returns {Record<string, any> | undefined} an import object
 */
export function withRandom(module, imports, key) {
  checkKey(key);
  const wanted = WebAssembly.Module.imports(module);
  const asksForRandom = wanted.some((entry) => entry.module === 'mewe' && entry.name === 'random');
  if (!asksForRandom || imports?.mewe?.random !== undefined) return imports;
  // Reads the names that the module imports and enumerates nothing: an import object may be a Proxy or a class.
  const result = pick(imports, wanted.map((entry) => entry.module));
  const names = wanted.filter((entry) => entry.module === 'mewe').map((entry) => entry.name);
  let calls = 0;
  result.mewe = {...pick(imports?.mewe, names), random: () => (key ? key[calls++ % 2] : randomWords(1)[0])};
  return result;
}

async function start(module, imports, key) {
  const instance = await WebAssembly.instantiate(module, withRandom(module, imports, key));
  seed(instance, key);
  return instance;
}

async function compile(source, options) {
  if (typeof source?.arrayBuffer !== 'function') return WebAssembly.compile(source, options);
  if (source.ok === false) throw new TypeError(`${source.url || 'the response'} has the status ${source.status}`);
  const type = source.headers?.get('content-type');
  // Engines compile during the download, but only a response with the media type of WebAssembly.
  if (isTagged(source, 'Response') && WebAssembly.compileStreaming && type?.trim().toLowerCase() === 'application/wasm') {
    return WebAssembly.compileStreaming(source, options);
  }
  return WebAssembly.compile(await source.arrayBuffer(), options);
}

function exportsOf(target) {
  if (target === null || typeof target !== 'object') throw new TypeError('seed takes an instance, its exports, or the result of WebAssembly.instantiate');
  if (isTagged(target, 'WebAssembly.Instance')) return target.exports;
  return isTagged(target.instance, 'WebAssembly.Instance') ? target.instance.exports : target;
}

const isModule = (value) => isTagged(value, 'WebAssembly.Module');

/** Unlike `instanceof`, this recognises objects of other windows and contexts. */
function isTagged(value, tag) {
  return Object.prototype.toString.call(value) === `[object ${tag}]`;
}

function pick(from, names) {
  return Object.fromEntries(names.map((name) => [name, from?.[name]]));
}

function randomWords(count) {
  if (!globalThis.crypto?.getRandomValues) {
    throw new Error('this environment has no crypto.getRandomValues: draw a key elsewhere and pass it as `key`');
  }
  return crypto.getRandomValues(new BigInt64Array(count));
}

function checkKey(key) {
  if (key === undefined) return;
  if (!Array.isArray(key) || key.length !== 2 || key.some((part) => typeof part !== 'bigint')) {
    throw new TypeError('a key is two bigints, for example [1n, 2n]');
  }
}
