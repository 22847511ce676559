// Repeats a failed request and finds the variants that make it fail:
//
//   node replay.mjs target/debug/qr-debug RECORD.json
//
// RECORD.json is the record that the Worker logged.

import assert from 'node:assert/strict';
import {createHash} from 'node:crypto';
import {readFileSync} from 'node:fs';
import {instantiate} from '../../../target/mewe/mewe-loader.mjs';
import {qrCode} from '../worker/qr-code.mjs';

const [build, record] = process.argv.slice(2);
const module = new WebAssembly.Module(readFileSync(`${build}.wasm`));
const {functions} = JSON.parse(readFileSync(`${build}.json`, 'utf8'));
const {failed, key, text} = JSON.parse(readFileSync(record, 'utf8'));
const chosenBy = new Map(functions.filter(({choice}) => choice).map((entry) => [entry.choice.number, entry]));

/** Runs the request; before the first choice and after each one, `force` sets what dispatchers choose from then on. */
async function run(force, key) {
  const choices = [];
  const steer = () => force(choices.length).forEach(([dispatcher, variant]) => instance.exports.mewe_force(dispatcher, variant));
  const trace = (dispatcher, variant) => {
    choices.push([dispatcher, variant]);
    steer();
  };
  const instance = await instantiate(module, {mewe: {trace}}, {key});
  steer();
  try {
    const end = createHash('sha256').update(qrCode(instance.exports, text) ?? '').digest('hex');
    return {choices, end};
  } catch (error) {
    return {choices, end: String(error), stack: error.stack};
  }
}

// The same key, the same choices, the same end.
const {choices, end, stack} = await run(() => [], key.map(BigInt));
assert.equal(end, failed, 'it ends in another way: is this the same build?');
console.log(`It fails again, after ${choices.length} choices:\n${stack}`);

// Another key with every choice forced: only the choices matter.
const forced = (change) => (n) => choices.slice(n, n + 1).map(change);
assert.equal((await run(forced((choice) => choice), [1n, 2n])).end, failed);

// The original body everywhere.
const originals = [...chosenBy.keys()].map((dispatcher) => [dispatcher, 0]);
const right = await run((n) => (n === 0 ? originals : []), [1n, 2n]);
if (right.end === failed) {
  console.log('It fails with the original bodies, too: no variant is to blame.');
  process.exit();
}

// One function at a time uses its original body; all other choices stay.
for (const dispatcher of new Set(choices.map(([dispatcher]) => dispatcher))) {
  const other = await run(forced(([d, variant]) => [d, d === dispatcher ? 0 : variant]), [1n, 2n]);
  if (other.end === right.end) {
    const {name, variants} = chosenBy.get(dispatcher);
    const chosen = new Set(choices.filter(([d]) => d === dispatcher).map(([, variant]) => variant));
    for (const variant of chosen) {
      if (variant > 0) console.log(`It takes variant ${variant} of ${name}: ${JSON.stringify(variants[variant - 1].chain)}`);
    }
  }
}
