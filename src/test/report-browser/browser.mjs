// Opens reports in a headless Chromium: the one that MEWE_CHROMIUM names, or Debian's. Run it in a directory in which
// playwright-core is installed.

import {existsSync, mkdtempSync, rmSync} from 'node:fs';
import {createRequire} from 'node:module';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import {pathToFileURL} from 'node:url';

const {chromium} = createRequire(join(process.cwd(), 'package.json'))('playwright-core');
const places = [process.env.MEWE_CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Starts a browser, calls `work` with it, and ends it. */
export async function withBrowser(work) {
  const executablePath = places.find((place) => place && existsSync(place));
  if (!executablePath) {
    throw new Error('No Chromium found. Run src/it/setup.sh on Debian; elsewhere set MEWE_CHROMIUM to its executable.');
  }
  const profile = mkdtempSync(join(tmpdir(), 'mewe-browser-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync'],
    timeout: 120_000,
  });
  try {
    return await work(context.browser() ?? context, context);
  } finally {
    await context.close();
    rmSync(profile, {recursive: true, force: true});
  }
}

/**
 * Opens a report and waits until it is ready.
 *
 * @return the page, the milliseconds until it was ready, and its faults
 */
export async function openReport(context, file, {width = 1280, height = 900, colorScheme = 'light', hash = ''} = {}) {
  const page = await context.newPage();
  const faults = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') faults.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => faults.push(`error: ${error.stack ?? error.message}`));
  page.on('request', (request) => {
    const url = request.url();
    if (!/^(data|blob|about):/.test(url) && url.split('#')[0] !== pathToFileURL(resolve(file)).href) faults.push(`request: ${url}`);
  });
  await page.setViewportSize({width, height});
  await page.emulateMedia({colorScheme, reducedMotion: 'reduce'});
  const start = performance.now();
  await page.goto(pathToFileURL(resolve(file)).href + hash);
  await page.waitForFunction(() => document.documentElement.dataset.ready === 'true' || !document.getElementById('failure').hidden, null, {timeout: 120_000});
  // Wait until it is drawn too.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  return {page, milliseconds: performance.now() - start, faults};
}
