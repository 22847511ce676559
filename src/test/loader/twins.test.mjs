// Tests of mewe-twins.mjs:
//
//   node twins.test.mjs DIRECTORY
//
// DIRECTORY has the loader, twins.c as a module (twins-original.wasm), and its multivariant binary with moving frames
// (twins.wasm).

import assert from 'node:assert/strict';
import {mkdtemp, open, readFile} from 'node:fs/promises';
import {join, resolve} from 'node:path';
import test, {after} from 'node:test';
import {pathToFileURL} from 'node:url';
import {WASI} from 'node:wasi';

const directory = resolve(process.argv[2]);
const {DivergenceError, instantiateTwins} = await import(pathToFileURL(`${directory}/mewe-twins.mjs`).href);
const module = await WebAssembly.compile(await readFile(`${directory}/twins.wasm`));
const original = await WebAssembly.compile(await readFile(`${directory}/twins-original.wasm`));

const declared = {
  'env.note': 'string',
  'env.later': {signature: 'string', held: true, result: 5},
  'env.fill': 'address value',
};

/** Files that hosts use until the tests end. */
const opened = [];
after(() => Promise.all(opened.map((file) => file.close())));

/** Twins in a host with files, and ways to see what they did. */
async function host(options = {}, binary = module) {
  const folder = await mkdtemp(join(directory, 'host-'));
  const stdin = join(folder, 'stdin');
  const stdout = join(folder, 'stdout');
  const input = await open(stdin, 'w+');
  await input.write('what came in');
  const output = await open(stdout, 'w+');
  const reading = await open(stdin);
  opened.push(input, output, reading);
  const wasi = new WASI({
    version: 'preview1', args: ['program', 'first', 'second'], preopens: {'/': folder},
    stdin: reading.fd, stdout: output.fd,
  });
  const calls = [];
  const text = (address) => {
    const bytes = new Uint8Array(made.twins.exports.memory.buffer);
    return Buffer.from(bytes.subarray(address, bytes.indexOf(0, address))).toString();
  };
  const env = {
    add: (a, b) => { calls.push(`add ${a} ${b}`); return a + b; },
    note: (address) => { calls.push(text(address)); },
    plain: () => {},
    later: (address) => { calls.push(text(address)); return 5; },
    fill: (address, size) => {
      made.twins.write(address, new Uint8Array(size).fill(7));
      return made.twins.read(address, size)[1];
    },
    callback: (n) => made.twins.exports.sum(n, 10),
  };
  const made = {calls, folder, env, printed: () => readFile(stdout, 'utf8')};
  made.twins = await instantiateTwins(binary, {...wasi.getImportObject(), env}, {imports: declared, ...options});
  wasi.initialize({exports: made.twins.exports});
  return made;
}

test('each import runs once, and its results reach all instances', async () => {
  for (const count of [1, 2, 3]) {
    const {twins, calls, printed} = await host({count});
    assert.equal(twins.count, count);
    assert.equal(twins.exports.sum(3, 4), 7);
    assert.deepEqual(calls, ['add 3 4']);
    assert.equal(twins.exports.greet(3), 3);
    assert.equal(await printed(), 'hello 0\nhello 1\nhello 2\n');
    assert.equal(twins.exports.echo(), 12);
    assert.equal((await printed()).slice(24), 'what came in');
    for (let i = 0; i < 10; i++) twins.exports.drawn();
    assert.equal(twins.exports.arguments(), 'programfirstsecond'.length);
    assert.equal(twins.exports.called(5), 20);
    assert.equal(twins.exports.filled(), 14);
  }
});

test('instances that leak addresses diverge, and nothing leaves', async () => {
  let diverged = 0;
  for (let i = 0; i < 20; i++) {
    const {twins, printed} = await host();
    try {
      twins.exports.leak();
    } catch (error) {
      assert(error instanceof DivergenceError, error);
      assert.match(error.message, /input 1 of wasi_snapshot_preview1\.fd_write differs/);
      assert.equal(error.traces.length, 2);
      assert.match(error.traces[1].calls[0], /fd_write/);
      assert.equal(await printed(), '');
      assert.throws(() => twins.exports.sum(1, 2), error, 'compromised instances are not called again');
      diverged++;
    }
  }
  assert(diverged > 10, `only ${diverged} of 20 diverged`);
});

test('results that differ do not leave', async () => {
  let diverged = 0;
  for (let i = 0; i < 20; i++) {
    const {twins} = await host();
    try {
      twins.exports.where();
    } catch (error) {
      assert.match(error.message, /^where: an instance returns \d+, the leader \d+$/);
      diverged++;
    }
  }
  assert(diverged > 10, `only ${diverged} of 20 diverged`);
});

test('files are written in time to be read, and each of them once', async () => {
  const {twins, folder} = await host({exports: {block_of: 'value -> address', file: 'string'}});
  const path = Buffer.from('/file.txt\0');
  const address = twins.exports.block_of(path.length);
  twins.write(address, path);
  assert.equal(twins.exports.file(address), 0);
  assert.equal(await readFile(join(folder, 'file.txt'), 'utf8'), 'content');
});

test('addresses are translated', async () => {
  const {twins} = await host({exports: {block_of: 'value -> address', block_sum: 'address value'}});
  const bytes = Uint8Array.of(1, 2, 3, 4, 5);
  for (let i = 0; i < 20; i++) {
    const address = twins.exports.block_of(5);
    twins.write(address, bytes);
    assert.equal(twins.exports.block_sum(address + 2, 3), (3 * 31 + 4) * 31 + 5);
    assert.deepEqual(twins.read(address + 1, 2), bytes.subarray(1, 3));
  }
});

test('an import without a signature has numbers as arguments', async () => {
  let diverged = 0;
  for (let i = 0; i < 20; i++) {
    const {twins, calls} = await host();
    assert.equal(twins.exports.notes(1), 0);
    assert.deepEqual(calls, ['a note']);
    try {
      twins.exports.notes(0);
    } catch (error) {
      assert.match(error.message, /argument 0 of env\.plain .* give the signature of the import/);
      diverged++;
    }
  }
  assert(diverged > 10, `only ${diverged} of 20 diverged`);
});

test('a held import runs after agreement, with the memory as it was', async () => {
  const {twins, calls} = await host();
  assert.equal(twins.exports.postponed(0), 5);
  assert.deepEqual(calls, ['in time']);
  assert.throws(() => twins.exports.postponed(1), WebAssembly.RuntimeError, 'all instances trap');
  assert.deepEqual(calls, ['in time', 'in time']);
});

test('an exit leaves last', async () => {
  const {twins, printed} = await host();
  assert.throws(() => twins.exports.stop(3));
  assert.equal(await printed(), 'hello 0\n');
});

test('errors of the host reach the caller', async () => {
  const {twins, env} = await host();
  env.add = () => { throw new SyntaxError('from the host'); };
  assert.throws(() => twins.exports.sum(1, 2), /from the host/);
});

test('a share of the instances has twins', async () => {
  let pairs = 0;
  for (let i = 0; i < 60; i++) pairs += (await host({share: 0.5})).twins.count - 1;
  assert(pairs > 10 && pairs < 50, `${pairs} of 60`);
  assert.equal((await host({share: 0})).twins.count, 1);
});

test('equal keys make equal choices', async () => {
  for (let i = 0n; i < 5n; i++) {
    const {twins} = await host({keys: [[i, 1n], [i, 1n]]});
    twins.exports.where();
    twins.exports.leak();
  }
});

test('the original has no twins that differ', async () => {
  const {twins} = await host({}, original);
  twins.exports.leak();
  assert.equal(twins.exports.where(), twins.exports.where());
});

test('options and imports are checked', async () => {
  await assert.rejects(host({count: 0}), /count is 0; it must be a positive integer/);
  await assert.rejects(host({share: 2}), /share is 2; it must be from 0 to 1/);
  await assert.rejects(host({imports: {'env.note': 'text'}}), /'text' in the signature 'text' is no kind of parameter/);
  // A module that imports the memory env.memory.
  const importing = new WebAssembly.Module(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0,
    2, 15, 1, 3, 0x65, 0x6e, 0x76, 6, 0x6d, 0x65, 0x6d, 0x6f, 0x72, 0x79, 2, 0, 1));
  const env = {memory: new WebAssembly.Memory({initial: 1})};
  await assert.rejects(instantiateTwins(importing, {env}), /memory env\.memory, which instances must not share/);
  const own = () => ({env: {memory: new WebAssembly.Memory({initial: 1})}});
  const twins = await instantiateTwins(importing, own);
  twins.write(8, Uint8Array.of(1, 2));
  assert.deepEqual(twins.read(8, 2), Uint8Array.of(1, 2));
});
