// Snappy in Rust, with shared memory: the asynchronous calls run in worker threads, each of which
// has its own instance of the module over the same memory.

import {once} from 'node:events';
import {setImmediate} from 'node:timers/promises';
import {setFlagsFromString} from 'node:v8';
import {runInNewContext} from 'node:vm';
import {attempt, bytes, expect, print, require, sha256} from '../lib/workload.mjs';

const threads = require('node:worker_threads');
const loaded = [];
threads.Worker = class extends threads.Worker {
  constructor(...options) {
    super(...options);
    loaded.push(once(this, 'message'));
  }
};

const snappy = require('@napi-rs/snappy-wasm32-wasi');
const words = 'one two three four five six seven eight nine ten'.split(' ');
const prose = Buffer.from(Array.from(bytes('prose', 50_000), (b) => words[b % words.length]).join(' '));
const inputs = [Buffer.alloc(0), Buffer.from('a'), Buffer.from(bytes('noise', 10_000)), Buffer.alloc(300_000, 'ab'), prose];

for (const input of inputs) {
  const packed = snappy.compressSync(input);
  print(input.length, packed.length, sha256(packed));
  expect('back', sha256(snappy.uncompressSync(packed)), sha256(input));
}
// Makes room in the heap. It must not grow while workers run: V8's bulk instructions may trap in memory that another
// thread has just added.
snappy.compressSync(Buffer.alloc(64 << 20));
await collectGarbage();

const jobs = Array.from({length: 40}, (_, i) => prose.subarray(i * 1000, i * 3000 + 500));
const packed = await Promise.all(jobs.map((job) => snappy.compress(job)));
const back = await Promise.all(packed.map((job) => snappy.uncompress(job)));
jobs.forEach((job, i) => expect(`job ${i} ${packed[i].length} ${sha256(packed[i])}`, sha256(back[i]), sha256(job)));
for (let at = 0; at < 12; at++) {
  const damaged = Buffer.from(packed[20]);
  damaged[at * 5] ^= 0x41;
  attempt(`damaged ${at}`, () => sha256(snappy.uncompressSync(damaged)));
  print(await snappy.uncompress(damaged).then(sha256, (error) => error.message));
}
// Node may abort when it ends while a worker loads its modules. The workers alone would not keep it waiting for them.
setInterval(() => {}, 1000);
await Promise.all(loaded);
process.exit(0);

/** Lets the finalizers of buffers free their memory in the module. */
async function collectGarbage() {
  setFlagsFromString('--expose-gc');
  const gc = runInNewContext('gc');
  for (let round = 0; round < 5; round++) {
    await setImmediate();
    gc();
  }
  await setImmediate();
}
