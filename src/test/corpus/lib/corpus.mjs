// The list of the corpus, the places of its files, and the Node that runs a module.

import {createHash} from 'node:crypto';
import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';

export const here = fileURLToPath(new URL('..', import.meta.url));

export const modules = JSON.parse(readFileSync(join(here, 'modules.json'), 'utf8'));

/** The modules of the given ids, or all. */
export function select(ids) {
  const unknown = ids.filter((id) => !modules.some((m) => m.id === id));
  if (unknown.length) fail(`no module '${unknown[0]}'; there are: ${modules.map((m) => m.id).join(', ')}`);
  return ids.length ? modules.filter((m) => ids.includes(m.id)) : modules;
}

export const moduleFile = (outdir, id) => join(outdir, id, 'module.wasm');

/** This Node, or the one in OUTDIR if the module needs a newer one. */
export function nodeFor(module, outdir) {
  const have = Number(process.versions.node.split('.')[0]);
  if (!module.node || have >= module.node) return process.execPath;
  const name = `node-${process.platform}-${process.arch}`;
  const packaged = join(outdir, 'node_modules', name, 'bin', 'node');
  if (!existsSync(packaged)) fail(`${module.id} needs Node ${module.node} or later; this is Node ${have}`);
  return packaged;
}

export const sha256 = (data) => createHash('sha256').update(data).digest('hex');

export function fail(message) {
  console.error(message);
  process.exit(2);
}
