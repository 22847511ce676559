// Installs the clients and unpacks their modules:
//
//   node install.mjs DIRECTORY
//
// DIRECTORY gets the packages, and in modules/NUMBER.wasm the module of each client, in the order of clients.json. What is
// up to date is left alone.

import {execFileSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {fileURLToPath} from 'node:url';
import {gunzipSync} from 'node:zlib';

const here = fileURLToPath(new URL('.', import.meta.url));
const directory = resolve(process.argv[2]);
const sources = ['package.json', 'package-lock.json', 'clients.json'];
const stamp = createHash('sha256').update(Buffer.concat(sources.map((name) => readFileSync(join(here, name))))).digest('hex');
const stampFile = join(directory, 'stamp');
if (!existsSync(stampFile) || readFileSync(stampFile, 'utf8') !== stamp) {
  install();
  writeFileSync(stampFile, stamp);
}

function install() {
  mkdirSync(join(directory, 'modules'), {recursive: true});
  for (const name of ['package.json', 'package-lock.json']) copyFileSync(join(here, name), join(directory, name));
  execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {cwd: directory, stdio: 'inherit'});
  const read = (path) => readFileSync(join(directory, 'node_modules', path));
  JSON.parse(readFileSync(join(here, 'clients.json'))).forEach(({module: {file, gzip, base64}}, number) => {
    const bytes = file ? read(file)
      : gzip ? gunzipSync(read(gzip))
        : Buffer.from(/AGFzbQEAAA[A-Za-z0-9+/]+={0,2}/.exec(read(base64).toString())[0], 'base64');
    writeFileSync(join(directory, 'modules', `${number}.wasm`), bytes);
  });
}
