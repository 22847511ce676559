// Times two modules in the order A B B A. Reads task.json and writes the times to standard output as JSON.
import { randomBytes } from 'node:crypto';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { devNull } from 'node:os';
import { WASI } from 'node:wasi';

const task = JSON.parse(readFileSync('task.json', 'utf8'));
const a = { bytes: readFileSync('original.wasm'), seed: undefined };
const b = { bytes: readFileSync('multivariant.wasm'), seed: task.seedExport };

function fail(message) {
  console.error(message);
  process.exit(1);
}

function argument({ kind, bits }) {
  const view = new DataView(new ArrayBuffer(8));
  view.setBigUint64(0, BigInt(bits), true);
  switch (kind) {
    case 'i32': return view.getInt32(0, true);
    case 'i64': return view.getBigInt64(0, true);
    case 'f32': return view.getFloat32(0, true);
    default: return view.getFloat64(0, true);
  }
}

const calls = task.calls.map(call => ({ ...call, values: call.arguments.map(argument) }));
const random = () => randomBytes(8).readBigInt64LE();

function instance(module, seed) {
  const sink = openSync(devNull, 'w');
  const source = openSync(task.start ? 'stdin' : devNull, 'r');
  const wasi = new WASI({
    version: 'preview1',
    args: task.start?.arguments ?? [],
    env: task.start?.environment ?? {},
    preopens: task.start?.files ? { '/': task.start.files } : {},
    returnOnExit: true,
    stdin: source,
    stdout: sink,
    stderr: sink,
  });
  const made = new WebAssembly.Instance(module, {
    wasi_snapshot_preview1: wasi.wasiImport,
    mewe: { random, trace() {} },
  });
  if (seed) {
    made.exports[seed](random(), random());
  }
  if (!task.start && module.usesWasi) {
    wasi.initialize(made);
  } else if (!task.start) {
    made.exports._initialize?.();
  }
  return { made, wasi, close() { closeSync(sink); closeSync(source); } };
}

function call({ made, wasi }) {
  if (task.start) {
    wasi.start(made);
  }
  for (const { export: name, values, times } of calls) {
    const f = made.exports[name];
    for (let i = 0; i < times; i++) {
      f(...values);
    }
  }
}

function compiled(bytes) {
  const module = new WebAssembly.Module(bytes);
  module.usesWasi = WebAssembly.Module.imports(module).some(i => i.module === 'wasi_snapshot_preview1');
  return module;
}

/** Returns the microseconds of a call in a fresh instance. */
function time(subject) {
  const running = instance(subject.module, subject.seed);
  const begin = process.hrtime.bigint();
  call(running);
  const end = process.hrtime.bigint();
  running.close();
  return Number(end - begin) / 1000;
}

let copies = 0;

/** Returns the microseconds from the bytes to the end of the first call. The bytes differ each time to defeat caches. */
function start(subject) {
  const name = Buffer.from(`mewe.copy.${copies++}`);
  const bytes = Buffer.concat([subject.bytes, Buffer.from([0, name.length + 1, name.length]), name]);
  const begin = process.hrtime.bigint();
  const running = instance(compiled(bytes), subject.seed);
  call(running);
  const end = process.hrtime.bigint();
  running.close();
  return Number(end - begin) / 1000;
}

const FEWEST = 8;
const SETTLING = 50;

try {
  const measure = task.starts ? start : time;
  const runs = task.starts ?? task.runs;
  const begin = performance.now();
  const spent = () => (performance.now() - begin) / task.limitMillis;
  if (!task.starts) {
    a.module = compiled(a.bytes);
    b.module = compiled(b.bytes);
    for (let i = 0; i < SETTLING && spent() < 0.25; i++) {
      time(a);
      time(b);
    }
  }
  const original = [];
  const multivariant = [];
  while (original.length < runs && (original.length < FEWEST || spent() < 1)) {
    original.push(measure(a));
    multivariant.push(measure(b), measure(b));
    original.push(measure(a));
  }
  console.log(JSON.stringify({ original, multivariant }));
} catch (e) {
  fail(`${e}`);
}
