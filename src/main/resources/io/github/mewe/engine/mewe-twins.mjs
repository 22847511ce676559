/**
 * Runs two or more instances of a multivariant module as one (n-variant execution), in browsers, Node (20 or later),
 * Deno and Workers. The instances have different keys and get the same calls. They must make the same calls of imports
 * and return the same results; an exploit that depends on addresses usually makes them differ.
 *
 * @module mewe-twins
 */

import {seed, withRandom} from './mewe-loader.mjs';

/** The instances differed: at least one of them is compromised. Nothing that was held has left. */
export class DivergenceError extends Error {
  /**
   * @param {string} message the first difference
   * @param {object[]} traces per instance, the calls of imports in the current call, and the choices if the binary
   *   reports them to `mewe.trace`
   */
  constructor(message, traces) {
    super(message);
    this.name = 'DivergenceError';
    this.traces = traces;
  }
}

/**
 * Instantiates a module several times.
 *
 * The first instance, the leader, runs each call; its imports are executed. The others then run the same call, and
 * get the recorded results of imports. Functions that are *held* return at once to the leader and are executed when all
 * instances have agreed.
 *
 * @param {WebAssembly.Module} module the module
 * @param {Record<string, any> | function(number): Record<string, any>} [imports] the import object; if the module
 *   imports a memory, a table or a mutable global: a function from the number of the instance to its import object
 * @param {Record<string, any>} [options] `count`: the number of instances (2); `share`: the probability of more than
 *   one instance (1); `imports`, `exports`: signatures by name, which extend those of WASI preview 1; `keys`: the
 *   instances' keys, for tests
 * @returns {Promise<Twins>} the instances, as one
 */
export async function instantiateTwins(module, imports, options = {}) {
  const {count = 2, share = 1} = options;
  if (!(Number.isInteger(count) && count >= 1)) throw new TypeError(`count is ${count}; it must be a positive integer`);
  if (!(share >= 0 && share <= 1)) throw new TypeError(`share is ${share}; it must be from 0 to 1`);
  return Twins.start(module, imports, options, drawn(share) ? count : 1);
}

/** Uses the source of keys: an attacker must not predict which requests are checked. */
function drawn(share) {
  return share === 1 || crypto.getRandomValues(new Uint32Array(1))[0] < share * 2 ** 32;
}

const mostChoices = 1000;
const firstFile = 3; // Lower descriptors are the standard streams.

/**
 * A parameter of a function, in a signature. `N` is a number of bytes or items, `#i` the value of parameter i (from 0).
 *
 *   value            compared exactly
 *   address          an address; neither it nor its target is compared
 *   freed            an address of a block that the call frees
 *   string           the address of an input that ends with a zero byte
 *   in:N             the address of N bytes of input; in:N*S of N items of S bytes
 *   gather:N         the address of N buffers (address, length) of input
 *   out:N@i          the address of N bytes of output; if @i is given, of as many as the number at parameter i says
 *   scatter:N@i      the address of N buffers of output
 *   total:i          the address of 4 bytes of output: the length of input i
 *   strings:sizes    the address of an array of addresses of strings in the next parameter's buffer, whose sizes the
 *                    function `sizes` gave
 *
 * Inputs are compared. `->` and `address` follow if the function returns an address.
 */
const wasi = {
  args_get: 'strings:args_sizes_get address',
  args_sizes_get: 'out:4 out:4',
  environ_get: 'strings:environ_sizes_get address',
  environ_sizes_get: 'out:4 out:4',
  clock_res_get: 'value out:8',
  clock_time_get: 'value value out:8',
  fd_fdstat_get: 'value out:24',
  fd_filestat_get: 'value out:64',
  fd_pread: 'value scatter:#2@4 value value out:4',
  fd_prestat_get: 'value out:8',
  fd_prestat_dir_name: 'value out:#2 value',
  fd_pwrite: 'value gather:#2 value value total:1',
  fd_read: 'value scatter:#2@3 value out:4',
  fd_readdir: 'value out:#2@4 value value out:4',
  fd_seek: 'value value value out:8',
  fd_tell: 'value out:8',
  fd_write: 'value gather:#2 value total:1',
  path_create_directory: 'value in:#2 value',
  path_filestat_get: 'value value in:#3 value out:64',
  path_filestat_set_times: 'value value in:#3 value value value value',
  path_link: 'value value in:#3 value value in:#6 value',
  path_open: 'value value in:#3 value value value value value out:4',
  path_readlink: 'value in:#2 value out:#4@5 value out:4',
  path_remove_directory: 'value in:#2 value',
  path_rename: 'value in:#2 value value in:#5 value',
  path_symlink: 'in:#1 value value in:#4 value',
  path_unlink_file: 'value in:#2 value',
  poll_oneoff: 'in:#2*48 out:#2*32 value out:4',
  random_get: 'out:#1 value',
  sock_accept: 'value value out:4',
  sock_recv: 'value scatter:#2@4 value value out:4 out:2',
  sock_send: 'value gather:#2 value value total:1',
};

/** The calls that are executed after agreement. */
const heldByWasi = new Set(['fd_write', 'fd_pwrite', 'sock_send']);

/** Calls after which held writes to their file, or to any file, would be missed. */
const readsFile = new Set(['fd_read', 'fd_pread', 'fd_seek', 'fd_tell', 'fd_filestat_get', 'fd_filestat_set_size', 'fd_close',
  'fd_renumber', 'fd_allocate', 'fd_sync', 'fd_datasync']);
const readsAnyFile = new Set(['path_open', 'path_filestat_get', 'path_rename', 'path_unlink_file', 'path_link']);

function parse(text) {
  const [parameters, result = ''] = text.split('->');
  const parsed = parameters.trim().split(/\s+/).filter(Boolean).map((word) => {
    const match = /^([a-z]+)(?::(#?)(\w+)(?:\*(\d+))?(?:@(\d+))?)?$/.exec(word);
    if (!match || !kinds[match[1]]) throw new TypeError(`'${word}' in the signature '${text}' is no kind of parameter`);
    const [, kind, isParameter, amount, size, written] = match;
    return {kind, isParameter: isParameter === '#', amount, size: Number(size ?? 1), written};
  });
  return {parameters: parsed, returnsAddress: result.trim() === 'address'};
}

const views = new WeakMap();

/** The bytes of a memory. A new view takes more time than most of what is done with it. */
function bytesOf(memory) {
  let view = views.get(memory);
  if (view?.buffer !== memory.buffer) {
    view = new Uint8Array(memory.buffer);
    views.set(memory, view);
  }
  return view;
}

function copyAt(memory, address, length) {
  const from = Number(address) >>> 0;
  const bytes = bytesOf(memory);
  if (from + length > bytes.length) throw new RangeError(`no memory at ${from}, for ${length} bytes`);
  return bytes.slice(from, from + length);
}

const writeAt = (memory, address, bytes) => bytesOf(memory).set(bytes, Number(address) >>> 0);

function wordAt(memory, address) {
  const bytes = bytesOf(memory);
  const at = Number(address) >>> 0;
  if (at + 4 > bytes.length) throw new RangeError(`no memory at ${at}, for 4 bytes`);
  return (bytes[at] | bytes[at + 1] << 8 | bytes[at + 2] << 16 | bytes[at + 3] << 24) >>> 0;
}

function lengthOf(p, args) {
  return (p.isParameter ? Number(args[p.amount]) >>> 0 : Number(p.amount)) * p.size;
}

function buffersOf(memory, p, args, i) {
  return Array.from({length: lengthOf(p, args)}, (_, n) => {
    const entry = (Number(args[i]) >>> 0) + 8 * n;
    return {address: wordAt(memory, entry), length: wordAt(memory, entry + 4)};
  });
}

function joined(parts) {
  if (parts.length === 1) return parts[0];
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function writtenLength(memory, p, args, length) {
  return p.written === undefined ? length : Math.min(length, wordAt(memory, args[p.written]));
}

/** For each kind of parameter: the regions of its input, the bytes of its output, and how to write these. */
const kinds = {
  value: {},
  address: {},
  freed: {},
  total: {},
  string: {
    input: (memory, p, args, i) => {
      const address = Number(args[i]) >>> 0;
      const end = bytesOf(memory).indexOf(0, address);
      return [{address, length: (end < 0 ? memory.buffer.byteLength : end) - address}];
    },
  },
  in: {input: (memory, p, args, i) => [{address: Number(args[i]) >>> 0, length: lengthOf(p, args)}]},
  gather: {input: buffersOf},
  out: {
    output: (memory, p, args, i) => copyAt(memory, args[i], writtenLength(memory, p, args, lengthOf(p, args))),
    write: (memory, p, args, i, bytes) => writeAt(memory, args[i], bytes),
  },
  scatter: {
    output: (memory, p, args, i) => {
      const all = joined(buffersOf(memory, p, args, i).map(({address, length}) => copyAt(memory, address, length)));
      return all.slice(0, writtenLength(memory, p, args, all.length));
    },
    write: (memory, p, args, i, bytes) => {
      let at = 0;
      for (const {address, length} of buffersOf(memory, p, args, i)) {
        const part = bytes.subarray(at, at + length);
        writeAt(memory, address, part);
        at += part.length;
      }
    },
  },
  strings: {
    output: (memory, p, args, i, sizes) => {
      const [count, length] = sizes.get(p.amount) ?? [0, 0];
      const offsets = Array.from({length: count}, (_, n) => wordAt(memory, Number(args[i]) + 4 * n) - Number(args[i + 1]));
      return {offsets, bytes: copyAt(memory, args[i + 1], length)};
    },
    write: (memory, p, args, i, {offsets, bytes}) => {
      const view = new DataView(memory.buffer);
      offsets.forEach((offset, n) => view.setUint32(Number(args[i]) + 4 * n, Number(args[i + 1]) + offset, true));
      writeAt(memory, args[i + 1], bytes);
    },
  },
};

/** Thrown in place of `proc_exit`, until all instances have agreed. */
class Exit {}

/** Several instances of a module that are called as one. */
class Twins {
  /** The exports: functions call all instances; a memory, a table and a global are those of the leader. */
  exports = Object.create(null);

  #module;
  #keys;
  #signatures;
  #instances = [];
  #log = [];
  #held = [];
  #heldFiles = new Set();
  #calling = null;
  #entry = null;
  #failure = null;
  #places = new Map();
  #sizes = new Map();

  constructor(module, options, count) {
    this.#module = module;
    this.count = count;
    const given = Object.entries(options.imports ?? {});
    const own = given.map(([name, form]) => [name, typeof form === 'string' ? {signature: form} : form]);
    const ofWasi = Object.keys(wasi).map((name) => [
      `wasi_snapshot_preview1.${name}`, {signature: wasi[name], held: heldByWasi.has(name), result: 0},
    ]);
    const signatures = new Map([...ofWasi, ...own].map(([name, form]) => [name, {...parse(form.signature), held: form.held, result: form.result}]));
    const exports = new Map(Object.entries(options.exports ?? {}).map(([name, text]) => [name, parse(text)]));
    this.#signatures = {imports: signatures, exports};
    this.#keys = options.keys ?? [];
  }

  static async start(module, imports, options, count) {
    const twins = new Twins(module, options, count);
    for (let number = 0; number < count; number++) await twins.#add(number, imports ?? {});
    twins.#finish();
    return twins;
  }

  /** Writes to the memory of every instance, at the place that corresponds to an address of the leader. */
  write(address, bytes) {
    this.#check();
    if (this.#entry) this.#entry.actions.push({kind: 'write', address, bytes: bytes.slice()});
    const instances = this.#calling ? [this.#calling] : this.#instances;
    for (const each of instances) writeAt(each.memory, this.#translated(address, each), bytes);
  }

  /** Reads from memory. All instances must have the same bytes there. */
  read(address, length) {
    this.#check();
    const bytes = copyAt(this.#instances[0].memory, address, length);
    if (this.#entry) this.#entry.actions.push({kind: 'read', address, bytes});
    if (!this.#calling) for (const each of this.#instances.slice(1)) this.#compareMemory(each, address, bytes);
    return bytes;
  }

  async #add(number, imports) {
    const isOwn = typeof imports === 'function';
    const given = isOwn ? imports(number) : imports;
    const instance = {number, position: 0, trace: {calls: [], choices: []}, bases: []};
    this.#instances.push(instance);
    const wrapped = this.#wrapped(given, instance, isOwn);
    const key = this.#keys[number];
    const random = withRandom(this.#module, given, key)?.mewe?.random;
    if (random) wrapped.mewe = {...wrapped.mewe, random};
    this.#calling = instance;
    let made;
    try {
      made = await WebAssembly.instantiate(this.#module, wrapped);
    } finally {
      this.#calling = null;
    }
    this.#check();
    instance.exports = made.exports;
    instance.memory = made.exports.memory ?? Object.values(made.exports).find(isMemory) ?? importedMemory(given);
    seed(made, key);
  }

  #finish() {
    this.#release();
    for (const [name, value] of Object.entries(this.#instances[0].exports)) {
      this.exports[name] = typeof value === 'function' ? (...args) => this.#call(name, args) : value;
    }
    Object.freeze(this.exports);
  }

  #check() {
    if (this.#failure) throw this.#failure;
  }

  #wrapped(given, instance, isOwn) {
    const wrapped = {};
    for (const {module, name, kind} of WebAssembly.Module.imports(this.#module)) {
      const value = given[module]?.[name];
      if (module === 'mewe' && name === 'random') continue;
      wrapped[module] ??= {};
      if (kind === 'function') {
        wrapped[module][name] = this.#wrappedFunction(given, module, name, instance);
      } else if (!isOwn && (kind !== 'global' || typeof value === 'object')) {
        throw new TypeError(`The module imports the ${kind} ${module}.${name}, which instances must not share:`
          + ' give a function from the number of an instance to its import object');
      } else {
        wrapped[module][name] = value;
      }
    }
    return wrapped;
  }

  #wrappedFunction(given, module, name, instance) {
    if (typeof given[module]?.[name] !== 'function' && !(module === 'mewe' && name === 'trace')) return undefined;
    const target = (...args) => given[module][name](...args);
    if (module === 'mewe' && name === 'trace') {
      return (dispatcher, variant) => {
        const {choices} = instance.trace;
        choices.push([dispatcher, variant]);
        if (choices.length > mostChoices) choices.shift();
        given.mewe?.trace?.(dispatcher, variant);
      };
    }
    if (this.count === 1) return target;
    const path = `${module}.${name}`;
    const found = this.#signatures.imports.get(path);
    const description = {path, module, name, target, form: found ?? {parameters: []}};
    return instance.number === 0
      ? (...args) => this.#execute(description, args, instance)
      : (...args) => this.#replay(description, args, instance);
  }

  /** A call of an import by the leader. */
  #execute({path, module, name, target, form}, args, leader) {
    const isWasi = module === 'wasi_snapshot_preview1';
    const entry = {path, args, inputs: this.#inputs(form, args, leader), outputs: [], actions: []};
    leader.trace.calls.push(`${path}(${args.join(', ')})`);
    this.#log.push(entry);
    if (isWasi && name === 'proc_exit') {
      this.#held.push({run: () => target(...args)});
      entry.error = new Exit();
      throw entry.error;
    }
    if (form.held) {
      this.#hold(entry, {form, target, isWasi}, leader);
      return form.result;
    }
    if (isWasi && readsAnyFile.has(name)) this.#releaseFiles(() => true);
    if (isWasi && readsFile.has(name)) this.#releaseFiles((file) => file === args[0]);
    const outer = this.#entry;
    this.#entry = entry;
    try {
      entry.result = target(...args);
    } catch (error) {
      entry.error = error;
      throw error;
    } finally {
      this.#entry = outer;
    }
    if (!isWasi || entry.result === 0) this.#record(entry, form, leader, name);
    return entry.result;
  }

  #record(entry, form, leader, name) {
    form.parameters.forEach((p, i) => {
      const {output} = kinds[p.kind];
      if (output) entry.outputs[i] = output(leader.memory, p, entry.args, i, this.#sizes);
    });
    if (name.endsWith('_sizes_get')) this.#sizes.set(name, entry.args.map((address) => wordAt(leader.memory, address)));
  }

  /** Keeps the memory that a call reads, so that it can be executed later. */
  #hold(entry, {form, target, isWasi}, leader) {
    const {args} = entry;
    const {memory} = leader;
    const regions = [];
    let file;
    form.parameters.forEach((p, i) => {
      const {input} = kinds[p.kind];
      if (input) regions.push(...input(memory, p, args, i));
      if (p.kind === 'gather') regions.push({address: Number(args[i]) >>> 0, length: 8 * lengthOf(p, args)});
      if (p.kind === 'string') regions.at(-1).length++;
      if (p.kind === 'total') {
        entry.outputs[i] = new Uint8Array(Uint32Array.of(entry.inputs[p.amount].length).buffer);
        regions.push({address: Number(args[i]) >>> 0, length: 4});
        writeAt(memory, args[i], entry.outputs[i]);
        file = entry.path.endsWith('sock_send') ? undefined : Number(args[0]);
      }
    });
    entry.result = form.result;
    const saved = regions.map(({address, length}) => ({address, bytes: copyAt(memory, address, length)}));
    if (file >= firstFile) this.#heldFiles.add(file);
    this.#held.push({file, run: () => perform(entry, {memory, saved, target, form, isWasi})});
  }

  /** Executes all held calls, in their order. */
  #release() {
    const calls = this.#held;
    this.#held = [];
    this.#heldFiles.clear();
    for (const call of calls) call.run();
  }

  /** Executes the held calls that write to some files. */
  #releaseFiles(matches) {
    const files = new Set([...this.#heldFiles].filter(matches));
    if (files.size === 0) return;
    const calls = this.#held.filter(({file}) => files.has(file));
    this.#held = this.#held.filter(({file}) => !files.has(file));
    for (const file of files) this.#heldFiles.delete(file);
    for (const call of calls) call.run();
  }

  #inputs(form, args, instance) {
    return form.parameters.map((p, i) => {
      const {input} = kinds[p.kind];
      return input && joined(input(instance.memory, p, args, i)
        .map(({address, length}) => copyAt(instance.memory, address, length)));
    });
  }

  /** A call of an import by a follower. */
  #replay({path, form}, args, follower) {
    follower.trace.calls.push(`${path}(${args.join(', ')})`);
    const entry = this.#log[follower.position++];
    if (!entry) this.#diverge(`an instance calls ${path}, the leader makes no further call`);
    if (entry.path !== path) this.#diverge(`an instance calls ${path}, the leader ${entry.path}`);
    args.forEach((value, i) => {
      const kind = form.parameters[i]?.kind ?? 'value';
      if (kind === 'value' && !Object.is(value, entry.args[i])) {
        this.#diverge(`argument ${i} of ${path} is ${value}, the leader's ${entry.args[i]}`
          + (typeof value === 'number' ? '; if it is an address, give the signature of the import' : ''));
      }
    });
    this.#inputs(form, args, follower).forEach((bytes, i) => {
      if (bytes && !equal(bytes, entry.inputs[i])) this.#diverge(`the input ${i} of ${path} differs`);
    });
    const bases = entry.args.map((leaders, i) => ({leaders: Number(leaders), own: Number(args[i]), kind: form.parameters[i]?.kind}));
    follower.bases.push(bases.filter(({kind}) => kind !== undefined && kind !== 'value'));
    try {
      for (const action of entry.actions) this.#repeat(action, follower);
    } finally {
      follower.bases.pop();
    }
    form.parameters.forEach((p, i) => {
      const bytes = entry.outputs[i];
      const write = kinds[p.kind].write ?? kinds.out.write;
      if (bytes) write(follower.memory, p, args, i, bytes);
    });
    if ('error' in entry) throw entry.error;
    return entry.result;
  }

  /** Repeats what the leader's import did with the instance. */
  #repeat(action, follower) {
    if (action.kind === 'write') {
      writeAt(follower.memory, this.#translated(action.address, follower), action.bytes);
    } else if (action.kind === 'read') {
      this.#compareMemory(follower, action.address, action.bytes);
    } else {
      this.#follow(action, follower);
    }
  }

  #compareMemory(follower, address, bytes) {
    const own = copyAt(follower.memory, this.#translated(address, follower), bytes.length);
    if (!equal(own, bytes)) this.#diverge(`${bytes.length} bytes at ${address} differ`);
  }

  /** Calls an export of all instances; during an import of the leader, of the leader alone. */
  #call(name, args) {
    this.#check();
    if (this.#calling) {
      const action = {kind: 'call', name, args, outcome: outcomeOf(() => this.#calling.exports[name](...args))};
      this.#entry?.actions.push(action);
      return this.#result(action.outcome);
    }
    const [leader, ...followers] = this.#instances;
    this.#log = [];
    for (const each of this.#instances) {
      each.position = 0;
      each.trace.calls = [];
    }
    this.#calling = leader;
    const action = {name, args, outcome: outcomeOf(() => leader.exports[name](...args))};
    for (const follower of followers) {
      this.#calling = follower;
      try {
        this.#follow(action, follower);
        if (follower.position < this.#log.length) {
          this.#diverge(`the leader calls ${this.#log[follower.position].path}, an instance makes no further call`);
        }
      } finally {
        this.#calling = null;
      }
    }
    this.#calling = null;
    this.#release();
    return this.#result(action.outcome);
  }

  #result(outcome) {
    if ('error' in outcome) throw outcome.error;
    return outcome.result;
  }

  #follow({name, args, outcome}, follower) {
    const form = this.#signatures.exports.get(name);
    const isAddress = (i) => form?.parameters[i] !== undefined && form.parameters[i].kind !== 'value';
    const own = args.map((value, i) => (isAddress(i) ? this.#translated(value, follower) : value));
    const found = outcomeOf(() => follower.exports[name](...own));
    // The module may have caught the error.
    this.#check();
    this.#compareOutcomes(name, outcome, found, form?.returnsAddress);
    args.forEach((value, i) => {
      if (form?.parameters[i]?.kind === 'freed') this.#places.get(follower.number)?.delete(Number(value));
    });
    if (form?.returnsAddress) this.#place(follower).set(Number(outcome.result), Number(found.result));
  }

  #place(follower) {
    if (!this.#places.has(follower.number)) this.#places.set(follower.number, new Map());
    return this.#places.get(follower.number);
  }

  #compareOutcomes(name, expected, found, isAddress) {
    const endings = [expected, found].map((outcome) => ('error' in outcome ? endingOf(outcome.error) : 'returns'));
    if (endings[0] !== endings[1]) this.#diverge(`${name}: an instance ${endings[1]}, the leader ${endings[0]}`);
    if ('error' in expected || isAddress) return;
    const results = [expected.result, found.result].map((result) => (Array.isArray(result) ? result : [result]));
    if (results[0].some((value, i) => !Object.is(value, results[1][i]))) {
      this.#diverge(`${name}: an instance returns ${results[1]}, the leader ${results[0]}`);
    }
  }

  /** The address in an instance that corresponds to an address in the leader. */
  #translated(address, instance) {
    if (instance.number === 0) return address;
    const value = Number(address);
    let nearest = {leaders: -1, own: -1};
    const consider = (leaders, own) => {
      if (leaders <= value && leaders > nearest.leaders) nearest = {leaders, own};
    };
    for (const [leaders, own] of this.#place(instance)) consider(leaders, own);
    for (const {leaders, own} of instance.bases.at(-1) ?? []) consider(leaders, own);
    const moved = nearest.leaders < 0 ? value : value - nearest.leaders + nearest.own;
    return typeof address === 'bigint' ? BigInt(moved) : moved;
  }

  #diverge(message) {
    this.#held = [];
    this.#failure ??= new DivergenceError(message, this.#instances.map(({trace}) => ({
      calls: [...trace.calls], choices: [...trace.choices],
    })));
    throw this.#failure;
  }
}

/** Executes a held call with the memory that it would have read, and restores the present content. */
function perform({path, args, inputs}, {memory, saved, target, form, isWasi}) {
  const present = saved.map(({address, bytes}) => ({address, bytes: copyAt(memory, address, bytes.length)}));
  for (const {address, bytes} of saved) writeAt(memory, address, bytes);
  try {
    const result = target(...args);
    if (!isWasi) return;
    const total = form.parameters.findIndex((p) => p.kind === 'total');
    const written = total < 0 ? undefined : wordAt(memory, args[total]);
    if (result !== 0 || written !== inputs[form.parameters[total].amount].length) {
      throw new Error(`${path} was held until the instances agreed, and then failed:`
        + ` result ${result}, ${written} bytes written`);
    }
  } finally {
    for (const {address, bytes} of present.reverse()) writeAt(memory, address, bytes);
  }
}

function outcomeOf(call) {
  try {
    return {result: call()};
  } catch (error) {
    return {error};
  }
}

/** Instances of equal behaviour end equally. Messages of engines have no addresses. */
function endingOf(error) {
  if (error instanceof Exit) return 'exits';
  return `throws ${error?.name}: ${error?.message}`;
}

function equal(a, b) {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

const isMemory = (value) => Object.prototype.toString.call(value) === '[object WebAssembly.Memory]';

function importedMemory(given) {
  return Object.values(given ?? {}).flatMap((members) => Object.values(members)).find(isMemory);
}
