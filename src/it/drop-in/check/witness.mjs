// Load it before anything else, in Node (--import) or in a page: it records what the engine compiles and instantiates, and
// the choices of modules that import mewe.trace. It changes nothing else, so glue code runs as usual. It also works as a
// plain script.

(() => {
  const {Module, Instance, compile, instantiate, compileStreaming, instantiateStreaming} = WebAssembly;
  const hashes = new WeakMap();
  const instances = [];
  const hex = (buffer) => Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, '0')).join('');
  // digest() copies its input at once.
  const sha256 = async (bytes) => hex(await crypto.subtle.digest('SHA-256', bytes));
  const bodyOf = async (response) => {
    const given = await response;
    return [given, given.clone().arrayBuffer().then(sha256)];
  };

  function compiled(module, hash) {
    hashes.set(module, hash);
    return module;
  }

  /** The import object, with a recorder of choices if the module imports one, and the record. */
  function traced(module, imports) {
    const trace = {choices: 0, hash: 0x811c9dc5};
    if (!Module.imports(module).some((entry) => entry.module === 'mewe' && entry.name === 'trace')) return [imports, trace];
    const note = (number) => { trace.hash = Math.imul(trace.hash ^ number, 0x01000193) >>> 0; };
    return [{
      ...imports,
      mewe: {
        ...imports?.mewe,
        trace(dispatcher, variant) {
          trace.choices++;
          note(dispatcher);
          note(variant);
        },
      },
    }, trace];
  }

  function instantiated(module, instance, trace) {
    instances.push({hash: hashes.get(module), seedable: typeof instance.exports.mewe_seed === 'function', trace});
    return instance;
  }

  WebAssembly.Module = new Proxy(Module, {
    construct(target, [bytes, ...rest]) {
      const hash = sha256(bytes);
      return compiled(new target(bytes, ...rest), hash);
    },
  });
  WebAssembly.Instance = new Proxy(Instance, {
    construct(target, [module, imports]) {
      const [object, trace] = traced(module, imports);
      return instantiated(module, new target(module, object), trace);
    },
  });
  WebAssembly.compile = async (bytes, ...rest) => {
    const hash = sha256(bytes);
    return compiled(await compile.call(WebAssembly, bytes, ...rest), hash);
  };
  // The specification treats these two as one step.
  WebAssembly.instantiate = async (source, imports, ...rest) => {
    if (!(source instanceof Module)) {
      const module = await WebAssembly.compile(source, ...rest);
      return {module, instance: await WebAssembly.instantiate(module, imports)};
    }
    const [object, trace] = traced(source, imports);
    return instantiated(source, await instantiate.call(WebAssembly, source, object), trace);
  };
  WebAssembly.compileStreaming = async (response, ...rest) => {
    const [given, hash] = await bodyOf(response);
    return compiled(await compileStreaming.call(WebAssembly, given, ...rest), hash);
  };
  WebAssembly.instantiateStreaming = async (response, imports, ...rest) => {
    const module = await WebAssembly.compileStreaming(response, ...rest);
    return {module, instance: await WebAssembly.instantiate(module, imports)};
  };

  /** All instances: the SHA-256 of the module, whether its host can seed it, and its choices. */
  globalThis.witness = async () => Promise.all(instances.map(async ({hash, ...rest}) => ({sha256: await hash, ...rest})));
})();
