// Seeds every instance of a multivariant binary right after its instantiation, so that a driver need not.
'use strict';
const name = process.env.MEWE_SEED_EXPORT;
const low = BigInt(process.env.MEWE_SEED_LOW);
let high = BigInt(process.env.MEWE_SEED_HIGH);

function seeded(instance) {
  if (typeof instance.exports[name] === 'function') {
    instance.exports[name](low, BigInt.asIntN(64, high++));
  }
  return instance;
}

// A proxy keeps instanceof and the prototype.
WebAssembly.Instance = new Proxy(WebAssembly.Instance, {
  construct: (target, args, newTarget) => seeded(Reflect.construct(target, args, newTarget)),
});
for (const method of ['instantiate', 'instantiateStreaming']) {
  const instantiate = WebAssembly[method];
  if (instantiate) {
    WebAssembly[method] = async (...args) => {
      const made = await instantiate.apply(WebAssembly, args);
      seeded(made.instance ?? made);
      return made;
    };
  }
}
