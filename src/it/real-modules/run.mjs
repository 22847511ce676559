// Runs one module's workload with a candidate in the original's place:
//
//   node run.mjs OUTDIR ID CANDIDATE.wasm [--seed HEX128] [--timeout SECONDS]
//
// What the workload computes goes to stdout and is the same in every run of equivalent modules.
// The exit code is 0 only if the workload succeeded and the candidate, and no other module, was
// compiled and instantiated in it.

import {spawnSync} from 'node:child_process';
import {existsSync, mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import {pathToFileURL} from 'node:url';
import {parseArgs} from 'node:util';
import {fail, here, moduleFile, nodeFor, select, sha256} from './lib/corpus.mjs';

const {outdir, id, candidate, seed, timeout} = parse(process.argv.slice(2));
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
  const log = join(scratch, 'log');
  const hook = {original: sha256(readFileSync(originalFile)), candidate, seed, log};
  const result = spawnSync(nodeFor(module, outdir), [join(here, 'runners', `${module.runner ?? id}.mjs`)], {
    cwd: scratch,
    env: {
      PATH: process.env.PATH,
      TMPDIR: scratch,
      TZ: 'UTC',
      LC_ALL: 'C',
      // Not a command line option, so that processes and threads inherit it.
      NODE_OPTIONS: `--no-warnings --import ${pathToFileURL(join(here, 'lib', 'hook.mjs'))}`,
      REAL_MODULES_HOOK: JSON.stringify(hook),
      REAL_MODULES_OUT: outdir,
      REAL_MODULES_ID: id,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 1 << 30,
    timeout: timeout * 1000,
    killSignal: 'SIGKILL',
  });
  process.stdout.write(result.stdout ?? '');
  if (result.error?.code === 'ETIMEDOUT') return complain(`no end after ${timeout} s`);
  if (result.error) return complain(result.error.message);
  if (result.signal) return complain(`the workload was ended by ${result.signal}`);
  if (result.status !== 0) return complain(`the workload failed with exit code ${result.status}`);
  return check(existsSync(log) ? readFileSync(log, 'utf8') : '');
}

/** The exit code that follows from what the hook saw. */
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
  const usage = 'usage: node run.mjs OUTDIR ID CANDIDATE.wasm [--seed HEX128] [--timeout SECONDS]';
  let parsed;
  try {
    parsed = parseArgs({
      args,
      allowPositionals: true,
      options: {seed: {type: 'string'}, timeout: {type: 'string', default: '300'}},
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
  return {outdir: resolve(outdir), id, candidate: resolve(candidate), seed, timeout};
}

function complain(message) {
  console.error(`${id}: ${message}`);
  return 1;
}
