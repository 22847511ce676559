// Runs a component that transpile.mjs turned into JavaScript:
//
//   node run.mjs PACKAGES DIRECTORY WORKLOAD SEED TRACES [ARGUMENT...]
//
// The results of the workload go to stdout. The seed determines the random numbers that the component asks for. The
// traces of all core modules that have one, and the number of requests for random numbers, go to the file TRACES.

import {readFileSync, writeFileSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {pathToFileURL} from 'node:url';
import {tool} from './jco.mjs';

const [packages, directory, workload, seed, traces, ...args] = process.argv.slice(2);
const {WASIShim} = await tool(packages, 'preview2-shim/dist/common/instantiation.js');
const cli = await tool(packages, 'preview2-shim/dist/nodejs/cli.js');
cli._setArgs?.(['program', ...args]);

let state = BigInt(seed);
let requests = 0;

/** SplitMix64. */
function next() {
  state = BigInt.asUintN(64, state + 0x9e3779b97f4a7c15n);
  let z = state;
  z = BigInt.asUintN(64, (z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n);
  z = BigInt.asUintN(64, (z ^ (z >> 27n)) * 0x94d049bb133111ebn);
  return z ^ (z >> 31n);
}

const random = {
  getRandomU64() {
    requests++;
    return next();
  },
  getRandomBytes(length) {
    requests++;
    return Uint8Array.from({length: Number(length)}, () => Number(next() & 0xffn));
  },
};

/** The component asks for imports with their versions or without. */
function withoutVersions(imports) {
  return new Proxy(imports, {
    get: (all, name) => all[name] ?? all[String(name).split('@')[0]],
  });
}

const instances = [];
const {instantiate} = await import(pathToFileURL(resolve(directory, 'app.js')));
const component = await instantiate(
  (file) => WebAssembly.compile(readFileSync(join(directory, file))),
  withoutVersions({...new WASIShim().getImportObject(), 'wasi:random/random': random}),
  (module, imports) => {
    const instance = new WebAssembly.Instance(module, imports);
    instances.push(instance);
    return instance;
  },
);

process.on('exit', () => {
  const values = instances.flatMap(({exports}) =>
    ['mewe_trace_hash_low', 'mewe_trace_hash_high', 'mewe_trace_length'].map((name) => exports[name]?.value));
  writeFileSync(traces, `${values.filter((value) => value !== undefined).join(' ')}\n${requests}\n`);
});

const text = `It was the best of times, it was the worst of times, it was the age of wisdom, it was the age
of foolishness, it was the epoch of belief, it was the epoch of incredulity.`;
const show = (value) => console.log(JSON.stringify(value, (_, v) => (typeof v === 'bigint' ? String(v) : v)));

const workloads = {
  words() {
    for (const line of ['', 'x', 'Hello, world', text, text.repeat(30)]) {
      show([component.digest(line), component.shout(line)]);
    }
    for (let i = 0; i < 40; i++) show([component.mix(i * 77, i), component.swirl(i, i * 3), component.lucky()]);
  },
  script() {
    const words = component['example:text/words'] ?? component.words;
    show(words.count(text));
    show(words.hash(new TextEncoder().encode(text)));
    show(component.shout(text));
    show([1, 2, 3].map((n) => words.count(text.repeat(n)).length));
  },
  program() {
    const {run} = component['wasi:cli/run'] ?? component.run;
    run();
  },
};
workloads[workload]();
process.exit(0);
