// Tests mewe-auto.mjs in engines, with packages whose glue code is untouched:
//
//   node --test engines.test.mjs
//
// The environment variable MEWE_CLIENTS names a directory with the packages of package.json, mewe-auto.mjs and
// mewe-loader.mjs, and in traced/PATH the multivariant form of each module in modules.json, which reports its choices to
// mewe.trace. MEWE_ENGINES maps names of engines to {"node": FILE}, {"deno": FILE}, {"bun": FILE}, {"chromium": FILE},
// {"firefox": FILE} or {"workerd": MODULE}, a module like src/test/runtimes/workerd/workerd.mjs.

import assert from 'node:assert/strict';
import {execFile, spawn} from 'node:child_process';
import {copyFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {readFile} from 'node:fs/promises';
import {createServer} from 'node:http';
import {tmpdir} from 'node:os';
import {extname, join, normalize} from 'node:path';
import test from 'node:test';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';

const here = fileURLToPath(new URL('.', import.meta.url));
const clients = process.env.MEWE_CLIENTS;
const modules = JSON.parse(readFileSync(join(here, 'modules.json')));
/** The packages whose modules import a clock. */
const harvesting = ['sql.js', 'wasmoon'];
const types = {'.html': 'text/html', '.js': 'text/javascript', '.mjs': 'text/javascript', '.wasm': 'application/wasm'};
const RUN_SECONDS = 120;

/** A directory to run in: the packages with their own modules or the multivariant ones, and the entry. */
function deployed(name, {diversified, auto}) {
  const directory = join(clients, name);
  mkdirSync(directory, {recursive: true});
  if (diversified) {
    rmSync(join(directory, 'node_modules'), {recursive: true, force: true});
    cpSync(join(clients, 'node_modules'), join(directory, 'node_modules'), {recursive: true, verbatimSymlinks: true});
    for (const module of modules) copyFileSync(join(clients, 'traced', module), join(directory, 'node_modules', module));
  } else {
    rmSync(join(directory, 'node_modules'), {recursive: true, force: true});
    symlinkSync(join(clients, 'node_modules'), join(directory, 'node_modules'));
  }
  copyFileSync(join(here, '..', 'tracer.mjs'), join(directory, 'tracer.mjs'));
  for (const file of ['work.mjs', 'server.mjs', 'page.mjs', 'worker.mjs']) copyFileSync(join(here, file), join(directory, file));
  for (const file of ['mewe-auto.mjs', 'mewe-loader.mjs']) copyFileSync(join(clients, file), join(directory, file));
  const first = `import './tracer.mjs';\n${auto ? "import './mewe-auto.mjs';\n" : ''}`;
  writeFileSync(join(directory, 'start-server.mjs'), `${first}import './server.mjs';\n`);
  writeFileSync(join(directory, 'start-page.mjs'), `${first}import './page.mjs';\n`);
  writeFileSync(join(directory, 'seeds.mjs'), auto
    ? "import './tracer.mjs';\nexport {seedWaiting} from './mewe-auto.mjs';\n"
    : "import './tracer.mjs';\nexport function seedWaiting() {}\n");
  writeFileSync(join(directory, 'index.html'), '<!doctype html><script type="module" src="start-page.mjs"></script>');
  return directory;
}

const command = (file, ...options) => async (directory) => {
  const {stdout} = await promisify(execFile)(file, [...options, 'start-server.mjs'], {cwd: directory, timeout: RUN_SECONDS * 1000});
  return JSON.parse(stdout);
};

/** Opens the page in a new profile; the page sends its result. */
const browser = (file, options) => async (directory) => {
  const profile = mkdtempSync(join(tmpdir(), 'mewe-profile-'));
  let received;
  const result = new Promise((resolve) => { received = resolve; });
  const server = createServer(async (request, response) => {
    if (request.method === 'POST') {
      let body = '';
      for await (const part of request) body += part;
      response.end();
      return received(JSON.parse(body));
    }
    const path = normalize(decodeURIComponent(new URL(request.url, 'http://localhost').pathname));
    try {
      const bytes = await readFile(join(directory, path));
      response.writeHead(200, {'content-type': types[extname(path)] ?? 'application/octet-stream', 'cache-control': 'no-store'});
      response.end(bytes);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  const page = `http://127.0.0.1:${server.address().port}/index.html`;
  const program = spawn(file, [...options(profile), page], {stdio: 'ignore', detached: true});
  const late = AbortSignal.timeout(RUN_SECONDS * 1000);
  try {
    return await Promise.race([result, new Promise((_, fail) => late.addEventListener('abort', () => fail(late.reason)))]);
  } finally {
    process.kill(-program.pid, 'SIGKILL');
    await new Promise((ended) => program.on('close', ended));
    server.closeAllConnections();
    server.close();
    rmSync(profile, {recursive: true, force: true, maxRetries: 5});
  }
};

const workerd = (module) => async (directory) => {
  const {serve} = await import(module);
  const packages = join(directory, 'node_modules');
  const below = (as, path, pattern) => readdirSync(join(packages, path), {recursive: true})
    .filter((file) => pattern.test(file))
    .map((file) => [`${as}/${file}`, join(packages, path, file)]);
  const one = (as, path) => [as, join(packages, path)];
  const served = await serve({clients: [
    ...['worker.mjs', 'work.mjs', 'seeds.mjs', 'tracer.mjs', 'mewe-auto.mjs', 'mewe-loader.mjs'].map((file) => join(directory, file)),
    ...below('photon', '@cf-wasm/photon/dist', /^(workerd|photon|lib\/photon_rs)\.js$|\.wasm$/),
    ...below('png', '@cf-wasm/png/dist', /^(workerd|png|lib\/png)\.js$|\.wasm$/),
    one('photon/@cf-wasm/internals/polyfills/image-data', '@cf-wasm/internals/dist/polyfills/image-data.js'),
    one('resvg/index.mjs', '@resvg/resvg-wasm/index.mjs'),
    one('resvg/index_bg.wasm', '@resvg/resvg-wasm/index_bg.wasm'),
    ...below('gofmt', '@wasm-fmt/gofmt', /^gofmt_(web|binding)\.js$|\.wasm$/),
    one('brotli/brotli_wasm.js', 'brotli-wasm/pkg.web/brotli_wasm.js'),
    one('brotli/brotli_wasm_bg.wasm', 'brotli-wasm/pkg.web/brotli_wasm_bg.wasm'),
  ]});
  try {
    return await (await fetch(served.urls.clients)).json();
  } finally {
    await served.stop();
  }
};

const kinds = {
  node: (file) => command(file, '--no-warnings'),
  deno: (file) => command(file, 'run', '--allow-all', '--no-remote', '--node-modules-dir=manual'),
  bun: (file) => command(file),
  chromium: (file) => browser(file, (profile) => ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run',
    '--disable-background-networking', '--disable-component-update', `--user-data-dir=${profile}`]),
  firefox: (file) => browser(file, (profile) => ['--headless', '--no-remote', '--profile', profile]),
  workerd,
};

const original = deployed('original', {diversified: false, auto: false});
const unchanged = deployed('unchanged', {diversified: true, auto: false});
const auto = deployed('auto', {diversified: true, auto: true});

for (const [name, engine] of Object.entries(JSON.parse(process.env.MEWE_ENGINES))) {
  const [[kind, where]] = Object.entries(engine);
  const run = async (directory) => {
    const result = await kinds[kind](where)(directory);
    assert.equal(result.error, undefined);
    return result;
  };
  test(name, async (t) => {
    const expected = (await run(original)).outputs;
    assert.equal(Object.keys(expected).length, 5);
    const before = [await run(unchanged), await run(unchanged), await run(unchanged)];
    const after = [await run(auto), await run(auto)];
    for (const {outputs, choices} of [...before, ...after]) {
      assert.deepEqual(outputs, expected);
      assert.equal(choices.length, 5, 'multivariant instances');
    }
    assert.deepEqual([...before, ...after].map(({keys}) => keys), [0, 0, 0, 5, 5]);
    t.diagnostic(`choices:hash ${after[0].choices.join(' ')}`);
    // A garbage collection may call a destructor of the module during a run.
    before[0].choices.forEach((_, i) => assert.ok(
      harvesting.includes(Object.keys(expected)[i]) || new Set(before.map(({choices}) => choices[i])).size < before.length,
      `unchanged host, instance ${i}`));
    after[0].choices.forEach((choices, i) => {
      assert.notEqual(choices, after[1].choices[i], `with mewe-auto, instance ${i}`);
      assert.notEqual(choices, before[0].choices[i], `with mewe-auto, instance ${i}`);
    });
  });
}
