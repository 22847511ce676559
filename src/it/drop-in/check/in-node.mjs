// One run in this Node: node --import ./witness.mjs in-node.mjs APP LOAD [KEY]
// APP is a directory with the page and its packages. Prints the produced files and the instantiated modules as JSON.

import {pathToFileURL} from 'node:url';

const [app, load, key] = process.argv.slice(2);
const part = (file) => import(pathToFileURL(`${app}/${file}`));

const {work} = await part('workloads.mjs');
const start = performance.now();
const packages = await (await part(`${load}.node.mjs`)).load(key?.split(',').map(BigInt));
const loading = performance.now() - start;
const {made, working} = work(packages);
process.stdout.write(JSON.stringify({
  version: process.version,
  made: Object.fromEntries(Object.entries(made).map(([name, bytes]) => [name, Buffer.from(bytes).toString('base64')])),
  loading,
  working,
  modules: await witness(),
}));
