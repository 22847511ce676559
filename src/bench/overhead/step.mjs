// Runs one step of a workload repeatedly in one process, on one instance of its module, and writes the processor time of
// a step, in milliseconds, to a file: the first quartile of the steps that ran after the engine had optimised the module.
// Other processes disturb elapsed time more than processor time.
//
//   node step.mjs WORKLOAD.mjs FILE SECONDS
//
// Prints the result of a step, which must be the same for all steps.

import {writeFileSync} from 'node:fs';
import {performance} from 'node:perf_hooks';
import {pathToFileURL} from 'node:url';
import {sha256} from '../../test/corpus/lib/workload.mjs';

const [workload, file, seconds] = process.argv.slice(2);
const {start} = await import(pathToFileURL(workload));
const step = await start();
const expected = digest(step());
process.stdout.write(`${expected}\0`);

const times = [];
const half = Number(seconds) * 1000;
const begin = performance.now();
while (performance.now() < begin + 2 * half || times.length < 4) {
  const before = process.cpuUsage();
  const result = step();
  const {user, system} = process.cpuUsage(before);
  if (performance.now() > begin + half) times.push((user + system) / 1000);
  if (digest(result) !== expected) throw new Error('the steps differ');
}
times.sort((a, b) => a - b);
writeFileSync(file, String(times[times.length >> 2]));
process.exit(0); // some packages leave threads or timers

function digest(result) {
  return sha256(typeof result === 'string' ? result : Buffer.from(result));
}
