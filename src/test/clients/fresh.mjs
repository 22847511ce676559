// Runs fresh instances of a client:
//
//   node fresh.mjs DIRECTORY ID ORIGINAL.wasm CANDIDATE.wasm COUNT [AUTO.mjs]
//
// in whose place the original is, and prints as JSON the number of different traces and outputs, and what the instances
// were. DIRECTORY has the packages. AUTO.mjs is imported before the package.

import {createHash} from 'node:crypto';
import {readFileSync} from 'node:fs';
import {resolve} from 'node:path';
import {pathToFileURL} from 'node:url';
import {Worker} from 'node:worker_threads';

const [directory, id, original, candidate, count, auto] = process.argv.slice(2);
const data = {
  directory: resolve(directory),
  id,
  original: createHash('sha256').update(readFileSync(original)).digest('hex'),
  candidate: new WebAssembly.Module(readFileSync(candidate)),
  auto: auto && pathToFileURL(resolve(auto)).href,
};

/** The worker is ended when it has reported: some glue code keeps its thread alive. */
function instance() {
  return new Promise((report, fail) => {
    const worker = new Worker(new URL('instance.mjs', import.meta.url), {workerData: data, stdout: true, stderr: true});
    worker.on('message', (message) => {
      report(message);
      worker.terminate();
    });
    worker.on('error', fail);
    worker.on('exit', (code) => fail(new Error(`${id}: the worker ended with ${code}, without a result`)));
  });
}

const made = [];
for (let i = 0; i < Number(count); i++) made.push(await instance());
const distinct = (field) => new Set(made.map((one) => one[field])).size;
console.log(JSON.stringify({
  traces: distinct('trace'),
  outputs: distinct('output'),
  output: createHash('sha256').update(made[0].output).digest('hex'),
  instances: made.map((one) => one.instances).reduce((a, b) => a + b),
  choices: Math.round(made.map((one) => one.count).reduce((a, b) => a + b) / made.length),
}));
