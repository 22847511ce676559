// Runs Workers in workerd, the runtime of Cloudflare's platform, on 127.0.0.1.

import {spawn} from 'node:child_process';
import {EventEmitter, once} from 'node:events';
import {copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {basename, dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';

const packages = fileURLToPath(new URL('../../../../target/runtimes/workerd/node_modules', import.meta.url));
const installed = join(packages, '@cloudflare', `workerd-linux-${{x64: '64', arm64: 'arm64'}[process.arch]}`);
const executable = join(installed, 'bin', 'workerd');

/** The version of workerd. */
export const {version} = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));

/**
 * Starts a process with a service for each of the workers, in separate isolates, and waits until it listens.
 *
 * @param workers the files of each service by its name; the first file is the worker's main module. Files that end in
 *     `.wasm` are WebAssembly modules, all others ES modules. The last part of a file's path is its name, so the others
 *     import it as `./NAME`; `[name, file]` gives a file another name, which may contain directories
 * @param options.compatibilityDate of all of them
 * @return `urls`, the address of each service; `log()`, the output so far; `logged(pattern)`, a promise of the first
 *     match of a pattern in the output, however late; `pid`; and `stop()`, which waits until the process has ended
 */
export async function serve(workers, {compatibilityDate = '2026-11-01'} = {}) {
  const directory = mkdtempSync(join(tmpdir(), 'mewe-workerd-'));
  const remove = () => rmSync(directory, {recursive: true, force: true});
  const names = Object.keys(workers);
  try {
    for (const name of names) {
      for (const [as, file] of named(workers[name])) {
        mkdirSync(dirname(join(directory, name, as)), {recursive: true});
        copyFileSync(file, join(directory, name, as));
      }
    }
    writeFileSync(join(directory, 'config.capnp'), config(workers, compatibilityDate));
  } catch (error) {
    remove();
    throw error;
  }

  const process = spawn(executable, ['serve', 'config.capnp', '--control-fd=3'], {
    cwd: directory,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  let log = '';
  const printed = new EventEmitter();
  for (const stream of [process.stdout, process.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      log += text;
      printed.emit('more');
    });
  }
  const ended = new Promise((resolve) => {
    process.on('error', (error) => resolve(error.message));
    process.on('close', (code, signal) => resolve(`ended with ${signal ?? code}`));
  }).finally(remove);

  const urls = {};
  const listening = new Promise((resolve) => {
    let text = '';
    process.stdio[3].setEncoding('utf8').on('data', (more) => {
      text += more;
      const lines = text.split('\n');
      text = lines.pop();
      for (const {event, socket, port} of lines.filter(Boolean).map((line) => JSON.parse(line))) {
        if (event === 'listen') urls[socket] = `http://127.0.0.1:${port}/`;
      }
      if (names.every((name) => urls[name])) resolve();
    });
  });
  const failure = await Promise.race([listening, ended]);
  if (failure) throw new Error(`workerd ${failure}: ${log}`);
  return {
    urls,
    pid: process.pid,
    ended,
    log: () => log,
    async logged(pattern) {
      for (;;) {
        const match = log.match(pattern);
        if (match) return match;
        const failure = await Promise.race([once(printed, 'more').then(() => null), ended]);
        if (failure) throw new Error(`workerd ${failure} without printing ${pattern}: ${log}`);
      }
    },
    stop: () => {
      process.kill();
      return ended;
    },
  };
}

function config(workers, compatibilityDate) {
  const module = (service, name) =>
    `(name = ${text(name)}, ${name.endsWith('.wasm') ? 'wasm' : 'esModule'} = embed ${text(`${service}/${name}`)})`;
  const service = ([name, files]) => `    (name = ${text(name)}, worker = (
      modules = [${named(files).map(([as]) => module(name, as)).join(', ')}],
      compatibilityDate = ${text(compatibilityDate)})),`;
  const socket = (name) => `    (name = ${text(name)}, address = "127.0.0.1:0", http = (), service = ${text(name)}),`;
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
${Object.entries(workers).map(service).join('\n')}
  ],
  sockets = [
${Object.keys(workers).map(socket).join('\n')}
  ],
);
`;
}

function named(files) {
  return files.map((file) => (Array.isArray(file) ? file : [basename(file), file]));
}

function text(value) {
  return JSON.stringify(value);
}
