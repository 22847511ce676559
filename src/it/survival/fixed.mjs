// Compares the time of a real module's workload with that of modules which should do the same:
//
//   node fixed.mjs OUTDIR ID ROUNDS SECONDS CANDIDATE.wasm...
//
// Each round runs the original and every candidate, one after the other, each for SECONDS in a process of its own (see
// repeat.mjs). Prints, for each candidate, the median over the rounds of its time over the original's in the same round.
// Fails if an output differs from the original's.

import {spawnSync} from 'node:child_process';
import {existsSync, mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import {fileURLToPath, pathToFileURL} from 'node:url';
import {fail, here, moduleFile, nodeFor, select, sha256} from '../real-modules/lib/corpus.mjs';

const [directory, id, rounds, seconds, ...candidates] = process.argv.slice(2);
if (!candidates.length) fail('usage: node fixed.mjs OUTDIR ID ROUNDS SECONDS CANDIDATE.wasm...');
const outdir = resolve(directory); // the workload runs elsewhere
const [module] = select([id]);
const original = moduleFile(outdir, id);
const expected = run(original).output;

const ratios = candidates.map(() => []);
for (let round = 0; round < Number(rounds); round++) {
  const base = run(original);
  candidates.forEach((candidate, k) => {
    const {output, time} = run(candidate);
    // How often it ran depends on its speed.
    if (output.some((run, i) => i < expected.length && run !== expected[i])) fail(`${id}: the output with ${candidate} differs from the original's`);
    ratios[k].push(time / base.time);
  });
}
console.log(ratios.map((r) => median(r).toFixed(4)).join(' '));

function run(candidate) {
  const scratch = mkdtempSync(join(tmpdir(), 'survival-'));
  try {
    const log = join(scratch, 'log');
    const times = join(scratch, 'times');
    const hook = {original: sha256(readFileSync(original)), candidate: resolve(candidate), log};
    const runner = join(here, 'runners', `${module.runner ?? id}.mjs`);
    const repeat = fileURLToPath(new URL('repeat.mjs', import.meta.url));
    const result = spawnSync(nodeFor(module, outdir), [repeat, runner, times, seconds], {
      cwd: scratch,
      env: {
        PATH: process.env.PATH,
        TMPDIR: scratch,
        TZ: 'UTC',
        LC_ALL: 'C',
        NODE_OPTIONS: `--no-warnings --import ${pathToFileURL(join(here, 'lib', 'hook.mjs'))}`,
        REAL_MODULES_HOOK: JSON.stringify(hook),
        REAL_MODULES_OUT: outdir,
        REAL_MODULES_ID: id,
      },
      stdio: ['ignore', 'pipe', 'inherit'],
      maxBuffer: 1 << 30,
    });
    if (result.status !== 0) fail(`${id}: the workload failed with ${candidate} (${result.error?.message ?? result.signal ?? result.status})`);
    const seen = existsSync(log) ? readFileSync(log, 'utf8') : '';
    if (!seen.includes(`compiled ${sha256(readFileSync(candidate))}`)) fail(`${id}: ${candidate} was never compiled`);
    return {output: String(result.stdout).split('\0').slice(0, -1).map(sha256), time: Number(readFileSync(times, 'utf8'))};
  } finally {
    rmSync(scratch, {recursive: true, force: true});
  }
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
