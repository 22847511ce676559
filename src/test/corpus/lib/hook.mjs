// Preloaded (node --import) into the process that runs a workload, and into every process and
// worker thread that it starts. Whenever glue code compiles the original module, the candidate is
// compiled in its place, so that published packages run unchanged. A log
// lists the compiled and instantiated modules; run.mjs uses it to decide if the run used the candidate.

import {createHash} from 'node:crypto';
import {appendFileSync, readFileSync, writeFileSync} from 'node:fs';

// Glue code compiles small modules itself, to probe for features or to give a JavaScript function a
// WebAssembly type. All of them are smaller than this; every module of the corpus is larger.
const glue = 256;

const settings = JSON.parse(process.env.REAL_MODULES_HOOK ?? 'null');
if (settings) install(settings);

function install({original, candidate, seed, log, counts}) {
  const native = {
    Module: WebAssembly.Module,
    Instance: WebAssembly.Instance,
    compile: WebAssembly.compile,
    instantiate: WebAssembly.instantiate,
  };
  const candidateBytes = readFileSync(candidate);
  const candidateModules = new WeakSet();
  let instances = 0n;
  const keepCounts = counts && countersOf(counts);

  const record = (event, detail) => appendFileSync(log, `${event} ${detail}\n`);
  const digest = (bytes) => createHash('sha256').update(bytes).digest('hex');

  /** The bytes to compile instead of `source`, and whether they are the candidate's. */
  function substitute(source) {
    const bytes = ArrayBuffer.isView(source)
      ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
      : new Uint8Array(source);
    const hash = digest(bytes);
    if (hash === original) {
      record('compiled', digest(candidateBytes));
      return [candidateBytes, true];
    }
    // Node's own modules (its CommonJS lexer, for one) come through the same functions.
    const caller = new Error().stack.split('\n').slice(1).find((l) => !l.includes(import.meta.url));
    if (bytes.length > glue && !caller?.includes('node:internal')) record('other', hash);
    return [bytes, false];
  }

  function compiled(module, isCandidate) {
    if (isCandidate) candidateModules.add(module);
    return module;
  }

  // A module from another thread is not in candidateModules; there, the export that only a
  // multivariant module has identifies it.
  function instantiated(module, instance) {
    if (candidateModules.has(module)) record('instantiated', 'here');
    if (counts) keepCounts(instance.exports);
    const seeder = instance.exports.mewe_seed;
    if (seed && typeof seeder === 'function') {
      const bits = BigInt(`0x${seed}`);
      // Each further instance draws differently, but the same way in every run.
      seeder(BigInt.asIntN(64, bits >> 64n), BigInt.asIntN(64, bits + instances++));
      record('seeded', seed);
    }
    return instance;
  }

  /**
   * Adds the imports of randomness sources, which the glue code does not provide. Copies the import
   * object, because some packages share theirs between modules.
   */
  function imports(module, given) {
    const wanted = new Set(native.Module.imports(module).map((i) => `${i.module}.${i.name}`));
    const result = {...given};
    let bound;
    if (wanted.has('mewe.random') && !given?.mewe?.random) {
      const draw = generator(seed);
      result.mewe = {...given?.mewe, random: draw};
    }
    if (wanted.has('wasi_snapshot_preview1.random_get')
        && !given?.wasi_snapshot_preview1?.random_get) {
      const draw = generator(seed);
      const memory = () => bound.exports.memory ?? Object.values(bound.exports)
        .concat(Object.values(given).flatMap((m) => Object.values(m)))
        .find((e) => e instanceof WebAssembly.Memory);
      result.wasi_snapshot_preview1 = {
        ...given?.wasi_snapshot_preview1,
        random_get(pointer, length) {
          const view = new Uint8Array(memory().buffer, pointer >>> 0, length);
          for (let i = 0; i < length; i++) view[i] = Number(draw() & 0xffn);
          return 0;
        },
      };
    }
    return [result, (instance) => { bound = instance; return instance; }];
  }

  WebAssembly.Module = new Proxy(native.Module, {
    construct(target, [source, ...rest]) {
      const [bytes, isCandidate] = substitute(source);
      return compiled(new target(bytes, ...rest), isCandidate);
    },
  });

  WebAssembly.Instance = new Proxy(native.Instance, {
    construct(target, [module, given]) {
      const [object, bind] = imports(module, given);
      return instantiated(module, bind(new target(module, object)));
    },
  });

  WebAssembly.compile = async (source, ...rest) => {
    const [bytes, isCandidate] = substitute(source);
    return compiled(await native.compile(bytes, ...rest), isCandidate);
  };

  WebAssembly.instantiate = async (source, given, ...rest) => {
    if (source instanceof native.Module) {
      const [object, bind] = imports(source, given);
      return instantiated(source, bind(await native.instantiate(source, object)));
    }
    const module = await WebAssembly.compile(source, ...rest);
    return {module, instance: await WebAssembly.instantiate(module, given)};
  };

  WebAssembly.compileStreaming = async (response, ...rest) =>
    WebAssembly.compile(await (await response).arrayBuffer(), ...rest);

  WebAssembly.instantiateStreaming = async (response, ...rest) =>
    WebAssembly.instantiate(await (await response).arrayBuffer(), ...rest);
}

/** Adds an instance's counters to those of the process, which are written when it ends. */
function countersOf(file) {
  const instances = [];
  process.on('exit', () => {
    const sums = {};
    for (const exports of instances) {
      for (const [name, counter] of Object.entries(exports)) {
        if (name.startsWith('mewe_') && counter instanceof WebAssembly.Global) {
          sums[name] = (sums[name] ?? 0n) + BigInt(counter.value);
        }
      }
    }
    writeFileSync(file, JSON.stringify(sums, (_, value) => (typeof value === 'bigint' ? String(value) : value)));
  });
  return (exports) => instances.push(exports);
}

/** SplitMix64, as signed numbers: repeatable entropy for the sources that import theirs. */
function generator(seed) {
  let state = BigInt(`0x${seed ?? '0'}`);
  return () => {
    state = BigInt.asUintN(64, state + 0x9e3779b97f4a7c15n);
    let z = state;
    z = BigInt.asUintN(64, (z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n);
    z = BigInt.asUintN(64, (z ^ (z >> 27n)) * 0x94d049bb133111ebn);
    return BigInt.asIntN(64, z ^ (z >> 31n));
  };
}
