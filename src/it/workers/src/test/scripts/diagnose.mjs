// Diagnoses a fault in workerd as docs/guides/diagnosis.md does, and rolls back:
//
//   node diagnose.mjs PROJECT
//
// No faulty variant is known, so the test makes one trap, in the deployed build and in the one for diagnosis. Some
// requests then fail, and the record that the Worker logs of one must be enough to find the variant.

import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {copyFileSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {pathToFileURL} from 'node:url';
import {serve} from '../../../../../../src/test/runtimes/workerd/workerd.mjs';
import {ask, reply} from '../../../../../../src/test/runtimes/workerd/ask.mjs';
import {broken} from './break.mjs';
import {deployments} from './deployments.mjs';

const KEYS = 300;
const MOST_REQUESTS = 500;

const project = resolve(process.argv[2]);
const file = (path) => join(project, path);
const load = (path) => import(pathToFileURL(file(path)).href);
const {instantiate} = await load('target/mewe/mewe-loader.mjs');
const {qrCode} = await load('src/main/worker/qr-code.mjs');
const text = 'https://example.org/';

const [released, debug] = ['target/mewe/qr-diversified', 'target/debug/qr-debug'].map((build) => ({
  bytes: readFileSync(file(`${build}.wasm`)),
  ...JSON.parse(readFileSync(file(`${build}.json`), 'utf8')),
}));

// Both builds have the same variants, chosen in the same way.
const made = ({functions}) => functions.map(({name, choice, variants}) => ({name, choice, chains: variants.map(({chain}) => chain)}));
assert.equal(debug.seed, released.seed);
assert.deepEqual(made(debug), made(released));

/** The outcome of a run with a key, and its choices if the build reports them. */
async function run(module, key) {
  const choices = new Set();
  const {exports} = await instantiate(module, {mewe: {trace: (dispatcher, variant) => choices.add(`${dispatcher} ${variant}`)}}, {key});
  try {
    qrCode(exports, text);
    return {choices, failed: false};
  } catch (error) {
    assert(error instanceof WebAssembly.RuntimeError, error);
    return {choices, failed: true};
  }
}

// A variant that about every fourth run enters.
const keys = Array.from({length: KEYS}, (_, i) => [BigInt(i), 31n * BigInt(i)]);
const whole = new WebAssembly.Module(debug.bytes);
const runs = [];
for (const key of keys) runs.push((await run(whole, key)).choices);
const share = (choice) => runs.filter((choices) => choices.has(choice)).length / KEYS;
const distance = (choice) => Math.abs(share(choice) - 0.25);
const culprits = released.functions
  .filter(({choice}) => choice && choice.granularity !== 'bound')
  .flatMap(({name, choice, variants}) => variants.map((_, i) => ({name, variant: i + 1, choice: `${choice.number} ${i + 1}`})))
  .sort((one, other) => distance(one.choice) - distance(other.choice));
const culprit = culprits[0];
assert(share(culprit.choice) > 0.05 && share(culprit.choice) < 0.6, `${culprit.name}: ${share(culprit.choice)} of the runs`);

// Break it in both. The released build must fail exactly where the build for diagnosis reports that choice.
mkdirSync(file('target/broken'), {recursive: true});
const [brokenRelease, brokenDebug] = [[released, 'qr-diversified'], [debug, 'qr-debug']].map(([build, name]) => {
  const {variants} = build.functions.find((entry) => entry.name === culprit.name);
  const bytes = broken(build.bytes, variants[culprit.variant - 1].index);
  writeFileSync(file(`target/broken/${name}.wasm`), bytes);
  return new WebAssembly.Module(bytes);
});
copyFileSync(file('target/debug/qr-debug.json'), file('target/broken/qr-debug.json'));
for (const [i, key] of keys.entries()) {
  const expected = runs[i].has(culprit.choice);
  assert.equal((await run(brokenRelease, key)).failed, expected, `the released build with the key ${key}`);
  assert.equal((await run(brokenDebug, key)).failed, expected, `the build for diagnosis with the key ${key}`);
}
console.log(`${KEYS} keys: both builds choose the same; variant ${culprit.variant} of ${culprit.name} is in ${Math.round(share(culprit.choice) * KEYS)} runs`);

// Requests fail, and one is logged.
const deployed = deployments(project);
const {urls, logged, log, stop} = await serve({
  faulty: deployed.logging('target/broken/qr-diversified.wasm'),
  rolledBack: deployed.logging('target/wasm/qr.wasm'),
});
const request = {path: `?text=${encodeURIComponent(text)}`};
try {
  const right = (await reply(urls.rolledBack, request)).body;
  let [passed, failed] = [0, 0];
  for (let i = 0; i < MOST_REQUESTS && (passed === 0 || failed === 0); i++) {
    const {status, body} = await ask(urls.faulty, request);
    if (status === 500) {
      failed++;
    } else {
      assert(status === 200 && body.equals(right));
      passed++;
    }
  }
  assert(passed > 0 && failed > 0, `${passed} passed, ${failed} failed`);
  const [record] = await logged(/\{"failed":.*\}/);
  writeFileSync(file('target/broken/record.json'), record);
  console.log(`logged: ${record}`);

  // From the record to the variant.
  const output = execFileSync(process.execPath, [file('src/main/scripts/replay.mjs'), file('target/broken/qr-debug'), file('target/broken/record.json')], {encoding: 'utf8'});
  console.log(output);
  assert.match(output, new RegExp(`^It takes variant ${culprit.variant} of ${culprit.name}: `, 'm'));
  assert.equal(output.match(/It takes variant/g).length, 1);

  // After the rollback, the same Worker answers.
  for (let i = 0; i < MOST_REQUESTS / 10; i++) {
    assert((await reply(urls.rolledBack, request)).body.equals(right));
  }
} catch (error) {
  console.error(log());
  throw error;
} finally {
  await stop();
}
