// Shared by the runners.

import {createHash} from 'node:crypto';
import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';

// Node would quote the failing line, which in bundled packages is all of the package.
process.on('uncaughtException', (error) => {
  process.stderr.write(`${String(error?.stack ?? error).slice(0, 2000)}\n`);
  process.exit(1);
});

export const out = process.env.REAL_MODULES_OUT;
export const id = process.env.REAL_MODULES_ID;

/** Loads a CommonJS package from OUTDIR. */
export const require = createRequire(join(out, 'package.json'));

/** Loads an ES module from OUTDIR/node_modules, by its path there. */
export const load = (path) => import(pathToFileURL(join(out, 'node_modules', path)));

/** A file of a package in OUTDIR. */
export const packageFile = (path) => join(out, 'node_modules', path);

/** The original module's bytes; compiling them compiles the candidate. */
export const moduleBytes = () => readFileSync(join(out, id, 'module.wasm'));

export const sha256 = (data) => createHash('sha256').update(data).digest('hex');

export const hex = (bytes) => Buffer.from(bytes).toString('hex');

export const print = (...parts) => process.stdout.write(`${parts.join(' ')}\n`);

/** Prints what the step returned, or the error that it threw: both are part of the behaviour. */
export function attempt(name, step, ...parts) {
  try {
    print(name, step(), ...parts);
  } catch (error) {
    print(name, `${error?.name ?? 'thrown'}: ${error?.message ?? error}`, ...parts);
  }
}

/** Fails the run if it differs from a published test vector. */
export function expect(name, actual, expected) {
  if (actual !== expected) {
    process.stderr.write(`${name}: expected ${expected}, got ${actual}\n`);
    process.exit(1);
  }
  print(name, actual);
}

/** Repeatable bytes: a SHA-256 stream keyed by a name. */
export function bytes(name, length) {
  const blocks = [];
  for (let i = 0; i * 32 < length; i++) {
    blocks.push(createHash('sha256').update(`${name}/${i}`).digest());
  }
  return new Uint8Array(Buffer.concat(blocks).subarray(0, length));
}
