// Load it before anything else: gives modules that import mewe.trace a recorder of their choices, and counts the keys that
// are drawn. It changes nothing else, so glue code runs as usual.

const {Module, Instance, instantiate, instantiateStreaming} = WebAssembly;
const traces = [];

/** The import object with a recorder, if the module imports one. */
function traced(module, imports) {
  if (!Module.imports(module).some((entry) => entry.module === 'mewe' && entry.name === 'trace')) return imports;
  const trace = {choices: 0, hash: 0x811c9dc5};
  traces.push(trace);
  const note = (number) => { trace.hash = Math.imul(trace.hash ^ number, 0x01000193) >>> 0; };
  return {
    ...imports,
    mewe: {
      ...imports?.mewe,
      trace(dispatcher, body) {
        trace.choices++;
        note(dispatcher);
        note(body);
      },
    },
  };
}

WebAssembly.Instance = new Proxy(Instance, {
  construct: (target, [module, imports], self) => Reflect.construct(target, [module, traced(module, imports)], self),
});
WebAssembly.instantiate = async (source, imports) => {
  if (source instanceof Module) return instantiate.call(WebAssembly, source, traced(source, imports));
  const module = await WebAssembly.compile(source);
  return {module, instance: await instantiate.call(WebAssembly, module, traced(module, imports))};
};
if (instantiateStreaming) {
  WebAssembly.instantiateStreaming = async (response, imports) => {
    const module = await WebAssembly.compileStreaming(response);
    return {module, instance: await instantiate.call(WebAssembly, module, traced(module, imports))};
  };
}

const {getRandomValues} = crypto;
let halves = 0;
crypto.getRandomValues = (array) => {
  const filled = getRandomValues.call(crypto, array);
  if (array instanceof BigInt64Array) halves++;
  return filled;
};

/** The number of keys that mewe-loader.mjs has drawn. */
globalThis.keys = () => halves / 2;

/** The choices of each instance so far, in the order of instantiation. */
globalThis.choices = () => traces.map(({choices, hash}) => `${choices}:${hash}`);
