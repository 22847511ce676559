// Validates a component and turns it into JavaScript:
//
//   node transpile.mjs PACKAGES COMPONENT DIRECTORY

import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {jco} from './jco.mjs';

const [packages, component, directory] = process.argv.slice(2);
const {componentWit, print, transpile} = await jco(packages);
const bytes = readFileSync(component);
// Both end with an error if wasm-tools does not accept the component.
await componentWit(bytes);
if (bytes.length < 1e6) await print(bytes);
const {files} = await transpile(bytes, {name: 'app', instantiation: 'async', quiet: true});
for (const [name, content] of Object.entries(files)) {
  const file = join(directory, name);
  mkdirSync(dirname(file), {recursive: true});
  writeFileSync(file, content);
}
writeFileSync(join(directory, 'package.json'), '{"type": "module"}');
process.exit(0);
