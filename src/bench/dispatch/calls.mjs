// Measures the cost of a dispatched call over a direct one in V8: node calls.mjs MODULE...
// Prints a JSON array: for each module, `direct`, the nanoseconds of a direct call with its share of the loop, and
// `more`, the nanoseconds that a dispatched call adds. Medians of rounds in which all modules take turns.

import {readFileSync} from 'node:fs';

const CALLS = 200_000;
const ROUNDS = 101;
const WARM_UP = 30;

function nanoseconds(run) {
  const start = process.hrtime.bigint();
  run(CALLS);
  return Number(process.hrtime.bigint() - start) / CALLS;
}

const median = (values) => values.sort((a, b) => a - b)[values.length >> 1];

const instances = process.argv.slice(2).map((file) =>
  new WebAssembly.Instance(new WebAssembly.Module(readFileSync(file))).exports);
// Enough calls to trigger the optimising compiler, which runs concurrently.
for (let i = 0; i < WARM_UP; i++) {
  for (const {direct, dispatched} of instances) {
    if (direct(CALLS) !== dispatched(CALLS)) throw new Error('the direct and the dispatched body disagree');
  }
}
await new Promise((done) => setTimeout(done, 500));
const times = instances.map(() => ({direct: [], more: []}));
for (let round = 0; round < ROUNDS; round++) {
  instances.forEach(({direct, dispatched}, i) => {
    const before = nanoseconds(direct);
    const chosen = nanoseconds(dispatched);
    const plain = Math.min(before, nanoseconds(direct));
    times[i].direct.push(plain);
    times[i].more.push(chosen - plain);
  });
}
console.log(JSON.stringify(times.map(({direct, more}) => ({direct: median(direct), more: median(more)}))));
