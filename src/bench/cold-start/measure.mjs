// Measures the starts of services:
//
//   node measure.mjs ROUNDS WHOLE_ROUNDS DIRECTORY REQUEST FILE.wasm...
//
// DIRECTORY has the service's JavaScript (see services/), and each FILE is a module that it runs with, the first of them
// the original. Each start uses a fresh process. A round starts all modules in turn; every other round reverses the
// order:
//
// - in workerd, from the start of its process to the end of the first reply; also a Worker without a module;
// - in Node with its default settings (a function is compiled at its first call), from the module's bytes to the end of
//   the first reply;
// - in Node, compiling all functions at once, by Liftoff (the baseline compiler) and by TurboFan (the optimising one);
//   in the first WHOLE_ROUNDS rounds only, because it takes long.
//
// Prints JSON: for each module, and finally for the empty Worker, `{workerd, lazy, liftoff, turbofan}`, each a list of
// samples with times and processor times in milliseconds, and memory in bytes (see once.mjs). Fails if a reply differs
// from the original's.

import childProcess, {spawnSync} from 'node:child_process';
import {copyFileSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync} from 'node:fs';
import {syncBuiltinESMExports} from 'node:module';
import {tmpdir} from 'node:os';
import {basename, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {privateBytes, processorTime} from './process.mjs';

// The time at which a process starts: workerd.mjs copies the modules first, so its own call starts earlier.
let spawned;
const {spawn} = childProcess;
childProcess.spawn = (...given) => {
  spawned = performance.now();
  return spawn(...given);
};
syncBuiltinESMExports();
const {serve} = await import('../../test/runtimes/workerd/workerd.mjs');

const beside = (file) => fileURLToPath(new URL(file, import.meta.url));
const whole = ['--no-wasm-lazy-compilation', '--no-wasm-tier-up', '--no-wasm-dynamic-tiering'];
const [rounds, wholeRounds, directory, requestFile, ...files] = process.argv.slice(2);
const request = readFileSync(requestFile);
const scratch = mkdtempSync(join(tmpdir(), 'mewe-cold-start-'));
let expected;
try {
  const starts = files.map((file, i) => {
    const copy = join(scratch, String(i), 'service.wasm');
    mkdirSync(join(scratch, String(i)));
    copyFileSync(file, copy);
    const scripts = readdirSync(directory).filter((name) => /\.m?js$/.test(name)).map((name) => join(directory, name));
    return {
      workers: [beside('worker.mjs'), ...scripts, copy],
      samples: {workerd: [], lazy: [], liftoff: [], turbofan: []},
      node: (flags, ...more) => inNode(flags, file, ...more),
    };
  });
  const empty = {workers: [beside('empty.mjs')], samples: {workerd: []}};
  for (let round = 0; round < Number(rounds); round++) {
    const turn = [...starts, empty];
    if (round % 2 === 1) turn.reverse();
    for (const start of turn) {
      const {reply, ...sample} = await inWorkerd(start.workers);
      if (start !== empty) check(reply, start.workers.at(-1));
      start.samples.workerd.push(sample);
    }
    for (const {node, samples} of turn.filter((start) => start !== empty)) {
      samples.lazy.push(node([]));
      if (round >= Number(wholeRounds)) continue;
      samples.liftoff.push(node([...whole, '--liftoff'], 'compile'));
      samples.turbofan.push(node([...whole, '--no-liftoff'], 'compile'));
    }
  }
  console.log(JSON.stringify([...starts, empty].map(({samples}) => samples)));
} finally {
  rmSync(scratch, {recursive: true});
}

async function inWorkerd(workers) {
  const workerd = await serve({service: workers});
  try {
    const response = await fetch(workerd.urls.service, {method: 'POST', body: request});
    const reply = Buffer.from(await response.arrayBuffer());
    const first = performance.now() - spawned;
    if (response.status !== 200) throw new Error(`${workers.at(-1)}: status ${response.status}: ${workerd.log()}`);
    return {first, firstWork: processorTime(workerd.pid), memory: privateBytes(workerd.pid), reply: reply.toString('base64')};
  } finally {
    await workerd.stop();
  }
}

function inNode(flags, file, ...more) {
  const command = ['--expose-gc', '--no-warnings', ...flags, beside('once.mjs'), directory, file, requestFile, ...more];
  const {status, stdout, stderr} = spawnSync(process.execPath, command, {encoding: 'utf8', maxBuffer: 1 << 28});
  if (status !== 0) throw new Error(`${basename(file)}: ${stderr}`);
  const {reply, ...sample} = JSON.parse(stdout);
  if (reply !== undefined) check(reply, file);
  return sample;
}

function check(reply, file) {
  expected ??= reply;
  if (reply !== expected) throw new Error(`${file} does not reply as the original does`);
}
