// What processes take.

import {readFileSync, readdirSync} from 'node:fs';

/** The bytes that a process alone has, and has written to; those that it has mapped from files do not count. */
export function privateBytes(pid) {
  const [, kilobytes] = /^Private_Dirty: +(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'));
  return Number(kilobytes) * 1024;
}

/** The processor time that the threads of a process have had, in milliseconds. */
export function processorTime(pid) {
  const threads = readdirSync(`/proc/${pid}/task`);
  const nanoseconds = threads.map((thread) => Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]));
  return nanoseconds.reduce((sum, time) => sum + time, 0) / 1e6;
}
