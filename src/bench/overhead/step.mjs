// Runs one step of a workload again and again in one process, on one instance of its module, and writes the processor
// time (milliseconds) of a step to a file: the first quartile of those that ran when the engine had optimised the module.
// Processor time, since other processes would disturb any other.
//
//   node step.mjs WORKLOAD.mjs FILE SECONDS
//
// What a step returns is printed: it must be the same in all of them.

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
