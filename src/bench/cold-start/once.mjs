// Starts a service once, in this process:
//
//   node --expose-gc [FLAGS] once.mjs DIRECTORY FILE.wasm REQUEST [compile]
//
// DIRECTORY has the service's JavaScript. Prints JSON, with times in milliseconds: `compile` and `compileWork`, elapsed
// and processor time of the compilation; `first` and `firstWork`, the same until the end of the first request,
// compilation included; `memory`, the bytes by which this process has grown; and `reply`, in base64. With the argument
// `compile`, the module is only compiled.

import {readFileSync} from 'node:fs';
import {pathToFileURL} from 'node:url';
import {join} from 'node:path';
import {privateBytes} from './process.mjs';

const [directory, file, requestFile, only] = process.argv.slice(2);
const bytes = readFileSync(file);
const request = new Uint8Array(readFileSync(requestFile));
const {load} = await import(pathToFileURL(join(directory, 'service.mjs')));
// Node loads this at its first use, in any program.
crypto.getRandomValues(new Uint8Array(1));

gc();
const empty = privateBytes('self');
const begin = performance.now();
const idle = process.cpuUsage();
const work = () => {
  const {user, system} = process.cpuUsage(idle);
  return (user + system) / 1000;
};

const module = new WebAssembly.Module(bytes);
const sample = {compile: performance.now() - begin, compileWork: work()};
if (only !== 'compile') {
  const respond = await load(module);
  const reply = await respond(request);
  Object.assign(sample, {first: performance.now() - begin, firstWork: work()});
  sample.reply = Buffer.from(reply).toString('base64');
}
gc();
sample.memory = privateBytes('self') - empty;
console.log(JSON.stringify(sample));
process.exit(module ? 0 : 1); // some packages leave timers
