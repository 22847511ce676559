// Compares the time of a real module's workload with that of modules which should do the same:
//
//   node times.mjs [--steps] OUTDIR ID ROUNDS SECONDS CANDIDATE.wasm...
//
// Each round runs the original and every candidate, one after the other, each for SECONDS in a process of its own: the
// whole workload again and again, its setting up included (see repeat.mjs), or with --steps a workload of
// src/bench/overhead on one instance (see step.mjs there). Prints, for each candidate, the least of its times over the
// rounds, over the least of the original's: on a machine that others use too, one process in four takes nearly twice as
// long as the others.
// Fails if an output differs from the original's.

import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import {parseArgs} from 'node:util';
import {fail, here, moduleFile, select, sha256} from './lib/corpus.mjs';
import {runnerOf, spawnHooked} from './lib/spawn.mjs';

const {values: {steps}, positionals: [directory, id, rounds, seconds, ...candidates]} = parseArgs({
  allowPositionals: true,
  options: {steps: {type: 'boolean'}},
});
if (!candidates.length) fail('usage: node times.mjs [--steps] OUTDIR ID ROUNDS SECONDS CANDIDATE.wasm...');
const outdir = resolve(directory); // the workload runs elsewhere
const [module] = select([id]);
const overhead = join(here, '..', '..', 'bench', 'overhead');
// Which functions the engine has optimised after some time depends on their number: here it optimises all at once.
const script = steps
  ? ['--no-liftoff', '--no-wasm-tier-up', '--no-wasm-lazy-compilation', join(overhead, 'step.mjs'), join(overhead, 'workloads', `${id}.mjs`)]
  : [join(here, 'repeat.mjs'), runnerOf(module)];
const original = moduleFile(outdir, id);
const expected = run(original).output;

const bases = [];
const times = candidates.map(() => []);
for (let round = 0; round < Number(rounds); round++) {
  bases.push(run(original).time);
  // Choices that are made once an instance are others in each round.
  const seed = sha256(`round ${round}`).slice(0, 32);
  candidates.forEach((candidate, k) => {
    const {output, time} = run(candidate, seed);
    // How often it ran depends on its speed.
    if (output.some((run, i) => i < expected.length && run !== expected[i])) fail(`${id}: the output with ${candidate} differs from the original's`);
    times[k].push(time);
  });
}
console.log(times.map((t) => (Math.min(...t) / Math.min(...bases)).toFixed(4)).join(' '));

function run(candidate, seed) {
  const scratch = mkdtempSync(join(tmpdir(), 'survival-'));
  try {
    const file = join(scratch, 'times');
    const hook = {candidate: resolve(candidate), seed};
    const result = spawnHooked({module, outdir, args: [...script, file, seconds], scratch, hook});
    if (result.status !== 0) fail(`${id}: the workload failed with ${candidate} (${result.error?.message ?? result.signal ?? result.status})`);
    if (!result.seen.includes(`compiled ${sha256(readFileSync(candidate))}`)) fail(`${id}: ${candidate} was never compiled`);
    return {output: String(result.stdout).split('\0').slice(0, -1).map(sha256), time: Number(readFileSync(file, 'utf8'))};
  } finally {
    rmSync(scratch, {recursive: true, force: true});
  }
}
