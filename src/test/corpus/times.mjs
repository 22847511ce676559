// Compares the time of a real module's workload with that of equivalent modules:
//
//   node times.mjs [--steps] OUTDIR ID ROUNDS SECONDS CANDIDATE.wasm...
//
// Each round runs the original and every candidate in turn, each for SECONDS in a fresh process: the whole workload
// repeatedly, set-up included (see repeat.mjs), or with --steps a workload of src/bench/overhead on one instance (see
// step.mjs there). Prints, for each candidate, its shortest time over the rounds divided by the original's shortest time:
// on a shared machine, one process in four takes nearly twice as long as the others.
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
// How many functions an engine optimises within some time depends on their number: let it optimise all at once.
const script = steps
  ? ['--no-liftoff', '--no-wasm-tier-up', '--no-wasm-lazy-compilation', join(overhead, 'step.mjs'), join(overhead, 'workloads', `${id}.mjs`)]
  : [join(here, 'repeat.mjs'), runnerOf(module)];
const original = moduleFile(outdir, id);
const expected = run(original).output;

const bases = [];
const times = candidates.map(() => []);
for (let round = 0; round < Number(rounds); round++) {
  bases.push(run(original).time);
  // Choices made once per instance differ between rounds.
  const seed = sha256(`round ${round}`).slice(0, 32);
  candidates.forEach((candidate, k) => {
    const {output, time} = run(candidate, seed);
    // The number of runs depends on the speed.
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
