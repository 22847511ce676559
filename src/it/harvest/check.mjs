// Runs equal work in many instances of SQLite that nobody seeds, and compares their choices:
//
//   node check.mjs MODULE

import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';

const require = createRequire(import.meta.url);
const INSTANCES = 100;
const LEAST_DISTINCT = 95;

const module = new WebAssembly.Module(readFileSync(process.argv[2]));

/** A hash of all choices of a new instance, which evaluates some expressions. */
async function trace(seed) {
  let hash = 0;
  let choices = 0;
  const note = (number) => { hash = Math.imul(hash ^ number, 0x01000193) + 1 | 0; };
  // The package creates one instance each time it is loaded.
  delete require.cache[require.resolve('sql.js')];
  const SQL = await require('sql.js')({
    instantiateWasm(imports, done) {
      const instance = new WebAssembly.Instance(module, {
        ...imports,
        mewe: {
          trace(dispatcher, variant) {
            choices++;
            note(dispatcher);
            note(variant);
          },
        },
      });
      if (seed) instance.exports.mewe_seed(...seed);
      done(instance);
      return instance.exports;
    },
  });
  const database = new SQL.Database();
  const [{values: [[sum, now]]}] = database.exec("SELECT 1 + 2, datetime('now')");
  assert.equal(sum, 3);
  assert.match(now, /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
  database.close();
  return `${choices} choices, hash ${hash}`;
}

const unseeded = new Set();
for (let i = 0; i < INSTANCES; i++) unseeded.add(await trace());
console.log(`${unseeded.size} of ${INSTANCES} unseeded instances have different traces, such as: ${[...unseeded][0]}`);
assert.ok(unseeded.size >= LEAST_DISTINCT);

// Without a clock that moves, nothing differs between instances. (The package names its files at random.)
Math.random = () => 0.5;
performance.now = () => 1000;
const traceAt = (time, seed) => {
  Date.now = () => time;
  return trace(seed);
};
const one = await traceAt(1.5e12);
assert.equal(await traceAt(1.5e12), one, 'only results of imports change the choices');
assert.notEqual(await traceAt(1.5e12 + 1), one, 'a millisecond later');
assert.equal(await traceAt(1.5e12 + 1, [1n, 2n]), await traceAt(1.5e12, [1n, 2n]), 'a seed alone determines the choices');
