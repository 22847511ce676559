// Tests the corpus itself:
//
//   node selftest.mjs OUTDIR [--wasm-opt FILE] [--mutants N] [ID...]
//
// For each module, the workload must print the same twice, the same for an equivalent module that
// Binaryen's optimiser wrote (if a wasm-opt is given), and must detect one of the first N mutants:
// valid modules with one changed bit of code. It cannot detect a mutant in code that never runs, so
// large modules need several.

import {spawnSync} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import {parseArgs} from 'node:util';
import {fail, here, moduleFile, nodeFor, select, sha256} from './lib/corpus.mjs';

const {values: options, positionals: [target, ...ids]} = parseArgs({
  allowPositionals: true,
  options: {'wasm-opt': {type: 'string'}, 'mutants': {type: 'string', default: '30'}},
});
if (!target) fail('usage: node selftest.mjs OUTDIR [--wasm-opt FILE] [--mutants N] [ID...]');
const outdir = resolve(target);
// The features that every engine here supports: Binaryen may use any feature that it is allowed.
const features = ['bulk-memory', 'bulk-memory-opt', 'nontrapping-float-to-int', 'sign-ext', 'mutable-globals', 'simd',
  'reference-types', 'multivalue', 'exception-handling', 'tail-call', 'threads'];

const scratch = mkdtempSync(join(tmpdir(), 'real-modules-selftest-'));
let failed = false;
try {
  for (const module of select(ids)) test(module);
} finally {
  rmSync(scratch, {recursive: true, force: true});
}
process.exitCode = failed ? 1 : 0;

function test(module) {
  const file = moduleFile(outdir, module.id);
  const report = [];
  const check = (what, good) => {
    report.push(`${what}: ${good ? 'ok' : 'FAILED'}`);
    failed ||= !good;
  };
  const start = performance.now();
  const first = run(module, file);
  const seconds = (performance.now() - start) / 1000;
  check('runs', first.status === 0 && first.stdout.length > 0);
  check('repeats', same(first, run(module, file)));
  if (options['wasm-opt']) check('rewritten', same(first, run(module, rewrite(module, file))));
  const limit = Number(options.mutants);
  if (limit) {
    let tried = 0;
    let noticed = false;
    for (const mutant of mutants(module, file)) {
      noticed = !same(first, run(module, mutant));
      if (++tried === limit || noticed) break;
    }
    check(`mutant noticed after ${tried}`, noticed);
  }
  console.log(`${module.id} (${seconds.toFixed(1)} s): ${report.join(', ')}`);
}

function run(module, candidate) {
  const args = [join(here, 'run.mjs'), outdir, module.id, candidate, '--seed', '0123456789abcdeffedcba9876543210', '--timeout', '60'];
  return spawnSync(process.execPath, args, {maxBuffer: 1 << 30});
}

function same(a, b) {
  return a.status === b.status && a.stdout.equals(b.stdout);
}

function rewrite(module, file) {
  const output = join(scratch, 'rewritten.wasm');
  const allowed = module.node ? [...features, 'gc', 'strings', 'extended-const'] : features;
  const {status, error, stderr} = spawnSync(options['wasm-opt'],
    [file, '-O1', '--reorder-functions', '--reorder-locals', '-o', output, ...allowed.map((f) => `--enable-${f}`)], {encoding: 'utf8'});
  if (status !== 0) fail(`wasm-opt failed on ${module.id}: ${error ?? stderr}`);
  if (readFileSync(output).equals(readFileSync(file))) fail(`wasm-opt left ${module.id} as it was`);
  return output;
}

/** Writes the mutants in turn, the same ones every time. */
function* mutants(module, file) {
  const original = readFileSync(file);
  const [start, end] = codeSection(original);
  const mutant = join(scratch, 'mutant.wasm');
  for (let i = 0; ; i++) {
    const draw = parseInt(sha256(`${module.id}/${i}`).slice(0, 12), 16);
    const bytes = Buffer.from(original);
    bytes[start + draw % (end - start)] ^= 1 << (Math.floor(draw / 2 ** 40) & 7);
    writeFileSync(mutant, bytes);
    const {status} = spawnSync(nodeFor(module, outdir),
      ['-e', 'process.exit(WebAssembly.validate(require("fs").readFileSync(process.argv[1])) ? 0 : 1)', mutant]);
    if (status === 0) yield mutant;
  }
}

/** Where the code section's content starts and ends. */
function codeSection(bytes) {
  for (let at = 8; at < bytes.length;) {
    const id = bytes[at++];
    let size = 0;
    for (let shift = 0, more = true; more; shift += 7) {
      size += (bytes[at] & 0x7f) * 2 ** shift;
      more = bytes[at++] >= 0x80;
    }
    if (id === 10) return [at, at + size];
    at += size;
  }
  return fail('no code section');
}
