// Runs Workers in workerd, the runtime of Cloudflare's platform, on 127.0.0.1.

import {spawn} from 'node:child_process';
import {copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {basename, join} from 'node:path';
import {fileURLToPath} from 'node:url';

const packages = fileURLToPath(new URL('../../../../target/runtimes/workerd/node_modules', import.meta.url));
const executable = join(packages, '@cloudflare', `workerd-linux-${{x64: '64', arm64: 'arm64'}[process.arch]}`, 'bin', 'workerd');

/**
 * Starts a process with a service for each of the workers, in isolates of their own, and waits until it listens.
 *
 * @param workers for each service's name its files, the first of which is the worker's main module; what ends in `.wasm`
 *     is a module of WebAssembly, all others are ES modules, and all are imported as `./` and their last name
 * @param options.compatibilityDate of all of them
 * @return `urls`, for each name where it listens; `log()`, what was printed so far; `pid`; and `stop()`, which waits
 *     until the process has ended
 */
export async function serve(workers, {compatibilityDate = '2026-11-01'} = {}) {
  const directory = mkdtempSync(join(tmpdir(), 'mewe-workerd-'));
  const remove = () => rmSync(directory, {recursive: true, force: true});
  const names = Object.keys(workers);
  try {
    for (const name of names) {
      mkdirSync(join(directory, name));
      for (const file of workers[name]) copyFileSync(file, join(directory, name, basename(file)));
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
  for (const stream of [process.stdout, process.stderr]) stream.setEncoding('utf8').on('data', (text) => (log += text));
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
    log: () => log,
    stop: () => {
      process.kill();
      return ended;
    },
  };
}

function config(workers, compatibilityDate) {
  const module = (service, file) => {
    const name = basename(file);
    return `(name = ${text(name)}, ${name.endsWith('.wasm') ? 'wasm' : 'esModule'} = embed ${text(`${service}/${name}`)})`;
  };
  const service = ([name, files]) => `    (name = ${text(name)}, worker = (
      modules = [${files.map((file) => module(name, file)).join(', ')}],
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

function text(value) {
  return JSON.stringify(value);
}
