// Runs a case with several sets of modules. The case's script instantiates them and says which way it goes
// into them; what it sees, and which bodies ran, is written for each set and way.
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const job = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const { run } = await import(pathToFileURL(job.script));
const outcomes = [];

for (const subject of job.subjects) {
  const ways = {};
  let current = null;
  let instances = 0;
  const host = {
    seed: subject.seed,
    bytes: name => readFileSync(subject.files[name]),
    /** Records the following calls under this name. */
    way: name => { current = ways[name] = { seen: [], notes: [] }; },
    seen: (...values) => current.seen.push(values.map(text).join(' ')),
    /** The outcome of a call: its result, or the exception. */
    attempt: call => {
      try {
        host.seen('returned', call());
      } catch (e) {
        host.seen('threw', e.constructor.name);
      }
    },
    note: (instance, number, body) => { current.notes.push([instance, number, body]); },
    /** Instantiates a module, and seeds it unless it has a function of the seed's name for itself. */
    instantiate: async (name, imports = {}, seeded = true) => {
      const instance = instances++;
      const note = (number, body) => host.note(instance, number, body);
      const { instance: made } = await WebAssembly.instantiate(host.bytes(name), { ...imports, test: { note } });
      if (seeded && subject.seed !== null && made.exports.mewe_seed) {
        made.exports.mewe_seed(BigInt(subject.seed), 7n);
      }
      return made.exports;
    },
  };
  await run(host);
  outcomes.push({ ways });
}
process.stdout.write(JSON.stringify(outcomes));

function text(value) {
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'function') return 'function';
  return Array.isArray(value) ? `[${value.map(text)}]` : String(value);
}
