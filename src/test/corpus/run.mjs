// Runs one module's workload with a candidate in the original's place:
//
//   node run.mjs OUTDIR ID CANDIDATE.wasm [--seed HEX128] [--timeout SECONDS] [--counts FILE]
//
// The results of the workload go to stdout; equivalent modules print the same.
// With --counts, the counters that an instrumented candidate exports are written to a file when it ends.
// The exit code is 0 only if the workload succeeded and the candidate, and no other module, was
// compiled and instantiated in it.

import {existsSync, mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import {parseArgs} from 'node:util';
import {fail, moduleFile, select, sha256} from './lib/corpus.mjs';
import {runnerOf, spawnHooked} from './lib/spawn.mjs';

const {outdir, id, candidate, seed, timeout, counts} = parse(process.argv.slice(2));
const [module] = select([id]);
const originalFile = moduleFile(outdir, id);
for (const file of [originalFile, candidate]) {
  if (!existsSync(file)) fail(`${file} does not exist; 'node fetch.mjs ${outdir}' makes the originals`);
}

const scratch = mkdtempSync(join(tmpdir(), 'real-modules-'));
try {
  process.exitCode = run(scratch);
} finally {
  rmSync(scratch, {recursive: true, force: true});
}

function run(scratch) {
  const hook = {candidate, seed, counts};
  const result = spawnHooked({module, outdir, args: [runnerOf(module)], scratch, hook, timeout});
  process.stdout.write(result.stdout ?? '');
  if (result.error?.code === 'ETIMEDOUT') return complain(`no end after ${timeout} s`);
  if (result.error) return complain(result.error.message);
  if (result.signal) return complain(`the workload was ended by ${result.signal}`);
  if (result.status !== 0) return complain(`the workload failed with exit code ${result.status}`);
  return check(result.seen);
}

/** The exit code, from the log of the hook. */
function check(log) {
  const events = log.split('\n').filter(Boolean).map((line) => line.split(' '));
  const seen = (name) => events.filter(([event]) => event === name).map(([, detail]) => detail);
  const expected = sha256(readFileSync(candidate));
  const companions = (module.companions ?? []).map((c) => sha256(readFileSync(moduleFile(outdir, c))));
  const strangers = seen('other').filter((hash) => !companions.includes(hash));
  for (const hash of new Set(seen('compiled'))) console.error(`module sha256 ${hash}`);
  if (seen('seeded').length) console.error(`instances seeded ${seen('seeded').length}`);
  if (strangers.length) return complain(`another module was compiled: ${strangers[0]}`);
  if (!seen('compiled').length) return complain('the candidate was never compiled');
  if (seen('compiled').some((hash) => hash !== expected)) return complain('the candidate changed');
  if (!seen('instantiated').length) return complain('the candidate was never instantiated');
  return 0;
}

function parse(args) {
  const usage = 'usage: node run.mjs OUTDIR ID CANDIDATE.wasm [--seed HEX128] [--timeout SECONDS] [--counts FILE]';
  let parsed;
  try {
    parsed = parseArgs({
      args,
      allowPositionals: true,
      options: {seed: {type: 'string'}, timeout: {type: 'string', default: '300'}, counts: {type: 'string'}},
    });
  } catch (error) {
    fail(`${error.message}\n${usage}`);
  }
  const {values, positionals: [outdir, id, candidate, ...rest]} = parsed;
  if (!candidate || rest.length) fail(usage);
  const seed = values.seed?.replace(/^0x/, '');
  if (seed !== undefined && !/^[0-9a-f]{32}$/i.test(seed)) fail('--seed takes 32 hexadecimal digits');
  const timeout = Number(values.timeout);
  if (!(timeout > 0)) fail('--timeout takes a number of seconds');
  return {outdir: resolve(outdir), id, candidate: resolve(candidate), seed, timeout, counts: values.counts && resolve(values.counts)};
}

function complain(message) {
  console.error(`${id}: ${message}`);
  return 1;
}
