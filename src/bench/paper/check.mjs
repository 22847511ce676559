// Runs services in Node, checks their replies, and writes the requests to measure:
//
//   node check.mjs DIRECTORY [SUFFIX]
//
// for the files DIRECTORY/ID.wasm, or DIRECTORY/IDSUFFIX.wasm. The requests go to DIRECTORY/ID.request.

import {closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {WASI} from 'node:wasi';
import {services} from './requests.mjs';

const [directory, suffix = ''] = process.argv.slice(2);
const scratch = mkdtempSync(join(tmpdir(), 'services-'));
let replies = 0;
try {
  for (const service of services) {
    const module = new WebAssembly.Module(readFileSync(join(directory, `${service.id}${suffix}.wasm`)));
    for (const request of [service.request, ...service.more]) {
      const started = start(module, request);
      if (started.status !== 0) throw new Error(`${service.id}: exit code ${started.status}`);
      service.judge(request, started.reply);
      const kept = host(module);
      for (let i = 0; i < 3; i++) service.judge(request, kept(request));
      replies++;
    }
    for (const request of service.refused) {
      if (start(module, request).status === 0 || host(module)(request) !== null) throw new Error(`${service.id}: accepts a request that it should refuse`);
    }
    writeFileSync(join(directory, `${service.id}.request`), service.request);
  }
} finally {
  rmSync(scratch, {recursive: true});
}
console.log(`${services.length} services, ${replies} requests: all replies are right`);

/** Instantiates a module, with a fresh key if it is multivariant. */
function instantiate(module, imports) {
  const instance = new WebAssembly.Instance(module, imports);
  instance.exports.mewe_seed?.(...crypto.getRandomValues(new BigInt64Array(2)));
  return instance;
}

/** A run of the program. */
function start(module, request) {
  const [input, output] = [join(scratch, 'in'), join(scratch, 'out')];
  writeFileSync(input, request);
  const [stdin, stdout] = [openSync(input, 'r'), openSync(output, 'w')];
  const wasi = new WASI({version: 'preview1', stdin, stdout, returnOnExit: true});
  const status = wasi.start(instantiate(module, wasi.getImportObject()));
  closeSync(stdin);
  closeSync(stdout);
  return {status, reply: readFileSync(output)};
}

/** A host that keeps an instance. */
function host(module) {
  // The imports that a handler may call; the others serve the whole program.
  const random_get = (pointer, length) => {
    crypto.getRandomValues(new Uint8Array(memory.buffer, pointer, length));
    return 0;
  };
  const refused = Object.fromEntries(WebAssembly.Module.imports(module).map(({name}) => [name, () => {
    throw new Error(`a handler calls ${name}`);
  }]));
  const {memory, request_buffer, reply_buffer, handle} = instantiate(module, {
    wasi_snapshot_preview1: {...refused, random_get},
  }).exports;
  return (request) => {
    new Uint8Array(memory.buffer).set(request, request_buffer());
    const length = handle(request.length);
    return length < 0 ? null : Buffer.from(memory.buffer.slice(reply_buffer(), reply_buffer() + length));
  };
}
