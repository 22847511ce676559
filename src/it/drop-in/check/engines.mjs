// The engines that run the page's packages.

import {execFile} from 'node:child_process';
import {existsSync, mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {readFile} from 'node:fs/promises';
import {createServer} from 'node:http';
import {createRequire} from 'node:module';
import {tmpdir} from 'node:os';
import {extname, join, normalize} from 'node:path';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';

const here = fileURLToPath(new URL('.', import.meta.url));
const types = {'.html': 'text/html', '.js': 'text/javascript', '.mjs': 'text/javascript', '.wasm': 'application/wasm'};
// As strict as WebAssembly allows.
const policy = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; img-src data:; object-src 'none'; base-uri 'none'";

/**
 * A Node.
 *
 * @param node its executable
 * @return an engine: `run(app, load, key)` returns the files it produced (name to bytes), the instantiated modules with
 *   their choices, the times in milliseconds, and the engine's version
 */
export function node(node) {
  return {
    async run(app, load, key) {
      const args = ['--import', new URL('witness.mjs', import.meta.url).href, join(here, 'in-node.mjs'), app, load];
      const {stdout} = await promisify(execFile)(node, key ? [...args, key] : args, {maxBuffer: 1 << 28, timeout: 300_000});
      return result(JSON.parse(stdout));
    },
    async close() {},
  };
}

/**
 * Debian's Chromium, or the one that MEWE_CHROMIUM names, headless.
 *
 * @param playwright a directory in which playwright-core is installed
 * @return an engine, as above
 */
export async function chromium(playwright) {
  const executablePath = [process.env.MEWE_CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
    .find((place) => place && existsSync(place));
  if (!executablePath) {
    throw new Error('No Chromium found. Run src/it/setup.sh on Debian; elsewhere set MEWE_CHROMIUM to its executable.');
  }
  const profile = mkdtempSync(join(tmpdir(), 'mewe-browser-'));
  const context = await createRequire(join(playwright, 'package.json'))('playwright-core').chromium.launchPersistentContext(profile, {
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync'],
    timeout: 120_000,
  });
  await context.addInitScript({content: readFileSync(join(here, 'witness.mjs'), 'utf8')});
  return {
    async run(app, load, key) {
      const server = await serve(app);
      const page = await context.newPage();
      const faults = [];
      page.on('console', (message) => {
        if (['error', 'warning'].includes(message.type())) faults.push(message.text());
      });
      page.on('pageerror', (error) => faults.push(error.stack ?? error.message));
      page.setDefaultTimeout(300_000);
      try {
        const query = new URLSearchParams({load, ...(key && {key})});
        await page.goto(`http://127.0.0.1:${server.address().port}/index.html?${query}`);
        const made = await page.evaluate(async () => {
          const {made, ...times} = await globalThis.result;
          const base64 = (bytes) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
          return {
            made: Object.fromEntries(Object.entries(made).map(([name, bytes]) => [name, base64(bytes)])),
            ...times,
            modules: await witness(),
          };
        });
        if (faults.length) throw new Error(`the page says: ${faults.join('\n')}`);
        return result({version: context.browser()?.version() ?? await page.evaluate(() => navigator.userAgent), ...made});
      } finally {
        await page.close();
        server.closeAllConnections();
        await new Promise((closed) => server.close(closed));
      }
    },
    async close() {
      await context.close();
      rmSync(profile, {recursive: true, force: true});
    },
  };
}

function result({made, ...rest}) {
  return {made: new Map(Object.entries(made).map(([name, text]) => [name, Buffer.from(text, 'base64')])), ...rest};
}

async function serve(directory) {
  const server = createServer(async (request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, 'http://localhost').pathname));
    try {
      const bytes = await readFile(join(directory, path));
      response.writeHead(200, {'content-type': types[extname(path)] ?? 'application/octet-stream', 'content-security-policy': policy,
        'cache-control': 'no-store'});
      response.end(bytes);
    } catch (error) {
      response.writeHead(error.code === 'ENOENT' ? 404 : 500).end();
    }
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  return server;
}
