import { Worker } from 'node:worker_threads';

const THREADS = 3;
const STEPS = 24;

export async function run({ way, seen, note, seed, bytes }) {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
  const work = i => new Promise((resolve, reject) => {
    const workerData = {
      bytes: bytes('main'), memory, seed: seed === null ? null : seed + i, from: i * STEPS, to: (i + 1) * STEPS,
    };
    const worker = new Worker(new URL('threads.worker.mjs', import.meta.url), { workerData });
    let answer;
    worker.on('message', message => { answer = message; });
    worker.on('error', reject);
    worker.on('exit', () => resolve(answer));
  });
  const answers = await Promise.all(Array.from({ length: THREADS }, (_, i) => work(i)));
  answers.forEach(({ result, notes }, i) => {
    way(`thread ${i}`);
    seen(result);
    notes.forEach(([number, body]) => note(i, number, body));
  });
  way('shared');
  seen(new BigInt64Array(memory.buffer)[1]);
}
