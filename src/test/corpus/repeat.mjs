// Runs the workload of one real module repeatedly in one process for some time, and writes the processor time of one run,
// in milliseconds, to a file: the shortest of the later half, after the engine has optimised the module. Other processes
// disturb elapsed time more than processor time.
//
//   node repeat.mjs RUNNER.mjs FILE SECONDS
//
// A package that a process can set up only once runs once.

import {writeFileSync} from 'node:fs';
import {performance} from 'node:perf_hooks';
import {resolve} from 'node:path';
import {pathToFileURL} from 'node:url';

const [runner, file, seconds] = process.argv.slice(2);
const times = [];
const end = performance.now() + Number(seconds) * 1000;
do {
  const start = process.cpuUsage();
  try {
    await import(`${pathToFileURL(resolve(runner))}?${times.length}`);
  } catch (error) {
    if (!times.length || !/already/i.test(String(error?.message ?? error))) throw error;
    break;
  }
  process.stdout.write('\0'); // ends the run's output
  const {user, system} = process.cpuUsage(start);
  times.push((user + system) / 1000);
} while (performance.now() < end);
writeFileSync(file, String(Math.min(...times.slice(times.length >> 1))));
