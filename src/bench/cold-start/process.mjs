// Memory and processor time of processes.

import {readFileSync, readdirSync} from 'node:fs';

/** The bytes that only this process has and has written to; mapped files do not count. */
export function privateBytes(pid) {
  const [, kilobytes] = /^Private_Dirty: +(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'));
  return Number(kilobytes) * 1024;
}

/** The processor time of all threads of a process, in milliseconds. */
export function processorTime(pid) {
  const threads = readdirSync(`/proc/${pid}/task`);
  const nanoseconds = threads.map((thread) => Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]));
  return nanoseconds.reduce((sum, time) => sum + time, 0) / 1e6;
}
