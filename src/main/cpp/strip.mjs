// Removes the names of local functions from a library for macOS, and signs it again: strip.mjs PACKAGE LIBRARY
// PACKAGE is the directory of the npm package @yowasp/clang.

import {readFileSync, writeFileSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {pathToFileURL} from 'node:url';

const [directory, library] = process.argv.slice(2);
const {commands} = await import(pathToFileURL(join(resolve(directory), 'gen', 'bundle.js')));
const parts = [];
// Its file system cannot write the output.
await commands.strip(['--discard-all', '-o', '-', 'library'], {library: new Uint8Array(readFileSync(library))}, {
  stdout: (bytes) => bytes && parts.push(Buffer.from(bytes)),
  fetchProgress: () => {},
});
writeFileSync(library, Buffer.concat(parts));
