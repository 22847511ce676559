// Prints a module's imports, exports and custom sections as V8 sees them: node facts.mjs MODULE

import {readFileSync} from 'node:fs';
import {gzipSync} from 'node:zlib';

const binary = readFileSync(process.argv[2]);
const module = new WebAssembly.Module(binary);
console.log(JSON.stringify({
  imports: WebAssembly.Module.imports(module),
  exports: WebAssembly.Module.exports(module),
  producers: WebAssembly.Module.customSections(module, 'producers').map((it) => Buffer.from(it).toString('hex')),
  gzipped: gzipSync(binary).length,
}));
