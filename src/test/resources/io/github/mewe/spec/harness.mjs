// Runs a script of the core tests, given as JSON, once for each set of its modules, and prints for each
// run the outcome of each command: { line, op, passed, outcome }.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker, isMainThread, parentPort, workerData } from 'node:worker_threads';

class Host {
  constructor(value) {
    this.value = value;
  }
}

const hosts = new Map();

function host(value) {
  if (!hosts.has(value)) hosts.set(value, new Host(value));
  return hosts.get(value);
}

class Session {
  /** @param run where the modules are and what seeds them
   *  @param shared the memories of instances of another thread */
  constructor(run, shared) {
    this.run = run;
    this.printed = [];
    this.instances = new Map(Object.entries(shared).map(([id, exports]) => [id, { exports }]));
    this.registry = { spectest: this.spectest(), mewe: { random: randomness(run.key) } };
    this.threads = new Map();
  }

  spectest() {
    const print = name => (...values) => {
      this.printed.push(`${name}(${values.map(render)})`);
    };
    const names = ['print', 'print_i32', 'print_i64', 'print_f32', 'print_f64', 'print_i32_f32', 'print_f64_f64'];
    const global = (value, initial) => new WebAssembly.Global({ value }, initial);
    return {
      ...Object.fromEntries(names.map(name => [name, print(name)])),
      global_i32: global('i32', 666),
      global_i64: global('i64', 666n),
      global_f32: global('f32', 666.6),
      global_f64: global('f64', 666.6),
      table: new WebAssembly.Table({ element: 'anyfunc', initial: 10, maximum: 20 }),
      table64: new WebAssembly.Table({ element: 'anyfunc', address: 'i64', initial: 10n, maximum: 20n }),
      memory: new WebAssembly.Memory({ initial: 1, maximum: 2 }),
      shared_memory: new WebAssembly.Memory({ initial: 1, maximum: 2, shared: true }),
    };
  }

  async execute(commands) {
    const outcomes = [];
    for (const command of commands) {
      const result = await this.outcome(command);
      if (this.printed.length) result.outcome += `, printed ${this.printed.splice(0).join(' ')}`;
      outcomes.push({ line: command.line, op: command.op, ...result });
    }
    return outcomes;
  }

  async outcome(command) {
    try {
      return { passed: true, outcome: String((await this.perform(command)) ?? '') };
    } catch (error) {
      const kind = kindOf(error);
      const passed = expectedKinds(command).includes(kind);
      return { passed, outcome: kind === 'trap' || !passed ? `${kind}: ${error.message ?? error}` : kind };
    }
  }

  perform(command) {
    switch (command.op) {
      case 'module':
        this.last = undefined;
        this.last = this.instantiate(command.module);
        if (command.id) this.instances.set(command.id, this.last);
        return 'instantiated';
      case 'definition':
        new WebAssembly.Module(this.bytes(this.run.directory, command.module));
        return 'compiled';
      case 'register':
        this.registry[command.name] = this.instance(command.id).exports;
        return 'registered';
      case 'invoke':
      case 'get':
        return this.act(command.action).map(render).join(' ');
      case 'assert_return':
        return command.probe === undefined ? this.compare(command) : this.probe(command);
      case 'thread':
        return this.start(command);
      case 'wait':
        return this.threads.get(command.id);
      default:
        if (command.action) throw new Mismatch(`returned ${this.act(command.action).map(render).join(' ')}`);
        this.instantiate(command.module);
        throw new Mismatch('instantiated');
    }
  }

  bytes(directory, module) {
    const file = join(directory, `${module}.wasm`);
    if (!existsSync(file)) throw new Mismatch('no assembler takes the module');
    return readFileSync(file);
  }

  instantiate(module) {
    return new WebAssembly.Instance(new WebAssembly.Module(this.bytes(this.run.directory, module)), this.registry);
  }

  instance(id) {
    const instance = id ? this.instances.get(id) : this.last;
    if (!instance) throw new Mismatch('there is no instance');
    return instance;
  }

  act({ kind, instance, field, arguments: values }) {
    const exported = this.instance(instance).exports[field];
    if (exported === undefined) throw new Mismatch(`nothing is exported as ${field}`);
    if (kind === 'get') return [exported.value];
    const result = exported(...values.map(toJs));
    return result === undefined ? [] : Array.isArray(result) ? result : [result];
  }

  compare({ action, expected }) {
    const results = this.act(action);
    const text = results.map(render).join(' ');
    if (results.length !== expected.length || !expected.every((pattern, i) => matches(results[i], pattern))) {
      throw new Mismatch(`returned ${text}`);
    }
    return expected.some(({ type }) => type === 'either') ? 'one of several' : text;
  }

  probe({ action, probe, expected }) {
    const imports = { '': { '': this.instance(action.instance).exports[action.field] } };
    const module = new WebAssembly.Module(this.bytes(this.run.probes, probe));
    const { run, expect, memory } = new WebAssembly.Instance(module, imports).exports;
    run();
    expect();
    const texts = [];
    let matching = true;
    expected.forEach(({ type, nans }, i) => {
      const size = { i32: 4, f32: 4, i64: 8, f64: 8, v128: 16 }[type];
      const actual = Buffer.from(memory.buffer, i * 16, size);
      const wanted = Buffer.from(memory.buffer, 1024 + i * 16, size);
      const lanes = Math.max(1, nans.length);
      const width = size / lanes;
      for (let at = 0, lane = 0; lane < lanes; lane++, at += width) {
        const bits = actual.subarray(at, at + width);
        const isMatch = nans[lane] ? isNan(bits, nans[lane]) : bits.equals(wanted.subarray(at, at + width));
        matching &&= isMatch;
      }
      texts.push(`${type}:${Buffer.from(actual).reverse().toString('hex')}`);
    });
    if (!matching) throw new Mismatch(`returned ${texts.join(' ')}`);
    return texts.join(' ');
  }

  start({ id, shared, commands }) {
    const memories = name =>
      Object.fromEntries(
        Object.entries(this.instance(name).exports).filter(([, value]) => value instanceof WebAssembly.Memory),
      );
    const worker = new Worker(new URL(import.meta.url), {
      workerData: { run: this.run, shared: Object.fromEntries(shared.map(name => [name, memories(name)])), commands },
    });
    this.threads.set(
      id,
      new Promise((resolve, reject) => {
        worker.once('message', outcomes => {
          const bad = outcomes.filter(({ passed }) => !passed);
          if (bad.length) reject(new Mismatch(bad.map(({ line, outcome }) => `line ${line}: ${outcome}`).join('; ')));
          else resolve(outcomes.map(({ outcome }) => outcome).join(', '));
        });
        worker.once('error', reject);
      }),
    );
    this.threads.get(id).catch(() => {});
    return 'started';
  }

  /** A hash of what the instances export: a difference that no assertion sees shows here. What threads
   *  leave depends on which of them came first. */
  state() {
    if (this.threads.size) return { line: 0, op: 'state', passed: true, outcome: 'not compared' };
    const hash = createHash('sha256');
    for (const { exports } of new Set([...this.instances.values(), this.last ?? { exports: {} }])) {
      for (const [name, value] of Object.entries(exports)) {
        if (name === 'mewe_seed') continue;
        hash.update(name);
        if (value instanceof WebAssembly.Memory) hash.update(new Uint8Array(value.buffer));
        if (value instanceof WebAssembly.Table) hash.update(String(value.length));
        if (value instanceof WebAssembly.Global) hash.update(attempt(() => render(value.value)));
      }
    }
    return { line: 0, op: 'state', passed: true, outcome: hash.digest('hex') };
  }
}

/** Describes how a command's outcome differs from the expected one. */
class Mismatch extends Error {}

function attempt(supplier) {
  try {
    return supplier();
  } catch (error) {
    return error.message;
  }
}

function kindOf(error) {
  if (error instanceof Mismatch) return 'mismatch';
  if (error instanceof RangeError && /call stack/.test(error.message)) return 'exhaustion';
  if (WebAssembly.SuspendError && error instanceof WebAssembly.SuspendError) return 'suspension';
  if (error instanceof WebAssembly.RuntimeError) return 'trap';
  if (error instanceof WebAssembly.Exception) return 'exception';
  if (error instanceof WebAssembly.CompileError) return 'invalid';
  if (error instanceof WebAssembly.LinkError || error instanceof TypeError) return 'unlinkable';
  return 'error';
}

function expectedKinds({ op }) {
  // What did not link before bulk memory operations came traps since.
  if (op === 'assert_unlinkable') return ['unlinkable', 'trap'];
  return op.startsWith('assert_') && op !== 'assert_return' ? [op.slice('assert_'.length)] : [];
}

function render(value) {
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'function') return 'function';
  if (Object.is(value, -0)) return '-0';
  if (value instanceof Host) return `host ${value.value}`;
  return value !== null && typeof value === 'object' ? 'object' : String(value);
}

function toJs({ type, value }) {
  switch (type) {
    case 'i32':
    case 'f32':
    case 'f64':
      return Number(value);
    case 'i64':
      return BigInt(value);
    case 'ref.null':
      return null;
    case 'ref.extern':
    case 'ref.host':
      return host(value);
    default:
      throw new Mismatch(`JavaScript cannot hold a ${type}`);
  }
}

function matches(actual, { type, value, choices }) {
  switch (type) {
    case 'i32':
    case 'i64':
    case 'f32':
    case 'f64':
      return Object.is(actual, toJs({ type, value }));
    case 'either':
      return choices.some(choice => matches(actual, choice));
    case 'ref.null':
      return actual === null;
    case 'ref.func':
      return typeof actual === 'function';
    case 'ref.i31':
    case 'ref.i31_shared':
      return typeof actual === 'number';
    case 'ref.struct':
    case 'ref.array':
    case 'ref.eq':
    case 'ref.any':
      return actual !== null && ['object', 'number'].includes(typeof actual);
    case 'ref.extern':
    case 'ref.host':
      return value === undefined ? actual !== null : actual === host(value);
    default:
      throw new Mismatch(`JavaScript cannot hold a ${type}`);
  }
}

function isNan(bytes, kind) {
  const bits = BigInt(`0x${Buffer.from(bytes).reverse().toString('hex')}`);
  const [exponent, fraction] = { 2: [5n, 10n], 4: [8n, 23n], 8: [11n, 52n] }[bytes.length];
  const quiet = (((1n << exponent) - 1n) << fraction) | (1n << (fraction - 1n));
  const magnitude = bits & ((1n << (exponent + fraction)) - 1n);
  return kind === 'nan:canonical' ? magnitude === quiet : (magnitude & quiet) === quiet;
}

/** The host's randomness source: SplitMix64 from a key. */
function randomness(key) {
  let state = BigInt(key ?? 0);
  return () => {
    state = BigInt.asUintN(64, state + 0x9e3779b97f4a7c15n);
    let z = state;
    z = BigInt.asUintN(64, (z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n);
    z = BigInt.asUintN(64, (z ^ (z >> 27n)) * 0x94d049bb133111ebn);
    return BigInt.asIntN(64, z ^ (z >> 31n));
  };
}

if (isMainThread) {
  const { runs, commands } = JSON.parse(readFileSync(process.argv[2]));
  const outcomes = [];
  for (const run of runs) {
    const session = new Session(run, {});
    outcomes.push([...(await session.execute(commands)), session.state()]);
  }
  process.stdout.write(JSON.stringify(outcomes));
} else {
  const { run, shared, commands } = workerData;
  parentPort.postMessage(await new Session(run, shared).execute(commands));
}
