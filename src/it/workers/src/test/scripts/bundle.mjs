// Bundles the Workers with Wrangler, as a deployment would, and sends requests to the bundles in workerd:
//
//   node bundle.mjs PROJECT

import {execFileSync} from 'node:child_process';
import {readdirSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {fileURLToPath} from 'node:url';
import {serve} from '../../../../../../src/test/runtimes/workerd/workerd.mjs';
import {reply} from '../../../../../../src/test/runtimes/workerd/ask.mjs';
import {services} from './services.mjs';

const REQUESTS = 20;

const project = resolve(process.argv[2]);
const wrangler = fileURLToPath(new URL('../../../../../../target/runtimes/wrangler/node_modules/wrangler/bin/wrangler.js', import.meta.url));
const workers = {};
for (const name of Object.keys(services)) {
  const directory = join(project, 'target/bundle', name);
  const options = ['deploy', `src/main/worker/${name}.mjs`, '--name', name, '--dry-run', '--outdir', directory];
  execFileSync(process.execPath, [wrangler, ...options], {
    cwd: project,
    env: {...process.env, CI: 'true', WRANGLER_SEND_METRICS: 'false'},
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const others = readdirSync(directory).filter((file) => file.endsWith('.wasm'));
  workers[name] = [`${name}.js`, ...others].map((file) => join(directory, file));
}
const {urls, log, stop} = await serve(workers);
try {
  for (const [name, service] of Object.entries(services)) {
    for (let i = 0; i < REQUESTS; i++) service.judge(i, (await reply(urls[name], service.request(i))).body);
    console.log(`${name}: what Wrangler bundled answers`);
  }
} catch (error) {
  console.error(log());
  throw error;
} finally {
  await stop();
}
