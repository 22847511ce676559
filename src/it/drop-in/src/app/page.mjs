// index.html?load=unchanged, or ?load=seeded, with &key=1,2 for the same choices in every run.

import {work} from './workloads.mjs';

const query = new URLSearchParams(location.search);
const key = query.get('key')?.split(',').map(BigInt);

async function run() {
  const start = performance.now();
  const {load} = await import(`./${query.get('load')}.web.mjs`);
  const packages = await load(key);
  const loading = performance.now() - start;
  return {loading, ...work(packages)};
}

globalThis.result = run();
document.getElementById('state').textContent = await globalThis.result.then(() => 'Done', (error) => `Failed: ${error}`);
