import { parentPort, workerData } from 'node:worker_threads';

const { bytes, memory, seed, from, to } = workerData;
const notes = [];
const imports = { env: { memory }, test: { note: (number, body) => { notes.push([number, body]); } } };
const { instance } = await WebAssembly.instantiate(bytes, imports);
if (seed !== null && instance.exports.mewe_seed) {
  instance.exports.mewe_seed(BigInt(seed), 7n);
}
parentPort.postMessage({ result: instance.exports.work(from, to), notes });
