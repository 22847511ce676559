// Diversifies a service with several budgets and prints a table:
//
//   node measure.mjs WIZER SERVICE.wasm VARIANTS:MAXGROWTH...
//
// Time and memory of a build are those of the whole Maven process: the clock's, and the most that was resident
// (VmHWM, which the kernel keeps, and which is read while the process runs). "Wasmtime" is the time until a new
// process has compiled the binary and run it up to the first function of the platform that is not there. A binary whose
// answers differ from the original's ends the measurement.

import {spawn, spawnSync} from 'node:child_process';
import {existsSync, readFileSync, rmSync, statSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {setTimeout} from 'node:timers/promises';
import {gzipSync} from 'node:zlib';

const here = dirname(fileURLToPath(import.meta.url));
const [wizer, service, ...budgets] = process.argv.slice(2);
const REQUESTS = [
  'GET https://example.org/primes?most=5000',
  'POST https://example.org/words The cat, the hat and the dog: 12 cats.',
  'POST https://example.org/digest some text',
  'GET https://example.org/numbers',
];
const FIRST_CALL = 'fastly_http_req::body_downstream_get';

const megabytes = (bytes) => (bytes / 1e6).toFixed(1);

function answers(module) {
  const {status, stdout, stderr} = spawnSync(process.execPath,
    ['--no-warnings', join(here, '..', '..', 'it', 'fastly', 'host.mjs'), module, ...REQUESTS], {encoding: 'utf8'});
  if (status !== 0) throw new Error(stderr);
  return stdout;
}

/** Seconds. */
function compile(module) {
  const start = performance.now();
  const {stderr} = spawnSync(wizer, ['--allow-wasi', '-f', '_start', '-o', '/dev/null', module], {encoding: 'utf8'});
  if (!stderr.includes(FIRST_CALL)) throw new Error(stderr);
  return (performance.now() - start) / 1000;
}

function size(module) {
  return `${megabytes(statSync(module).size)} | ${megabytes(gzipSync(readFileSync(module)).length)}`;
}

/** Runs Maven; gives its seconds and the most bytes that it had. */
async function build(parameters) {
  const start = performance.now();
  const maven = spawn('mvn', ['-B', '-ntp', ...parameters], {stdio: ['ignore', 'pipe', 'inherit']});
  let said = '';
  maven.stdout.on('data', (data) => (said += data));
  let exit;
  const ended = new Promise((resolve) => maven.on('close', (code) => resolve((exit = code))));
  let bytes = 0;
  while (exit === undefined) {
    const file = `/proc/${maven.pid}/status`;
    const status = existsSync(file) ? readFileSync(file, 'utf8') : '';
    bytes = Math.max(bytes, 1024 * Number(/VmHWM:\s*(\d+)/.exec(status)?.[1] ?? 0));
    await Promise.race([ended, setTimeout(250)]);
  }
  if (exit !== 0) throw new Error(said);
  if (/\[WARNING\]/.test(said)) throw new Error(`the build warned: ${said}`);
  return {seconds: (performance.now() - start) / 1000, bytes};
}

const original = answers(service);
const rows = [`| the original | | | | | ${size(service)} | ${compile(service).toFixed(1)} |`];
const output = join(dirname(service), 'mewe');
for (const budget of budgets) {
  const [variants, maxGrowth] = budget.split(':');
  rmSync(output, {recursive: true, force: true});
  const {seconds, bytes} = await build(['io.github.mewe:mewe-maven-plugin:0.1.0-SNAPSHOT:diversify', '-Dmewe.platform=fastly',
    `-Dmewe.input=${service}`, `-Dmewe.outputDirectory=${output}`, `-Dmewe.variants=${variants}`, `-Dmewe.maxGrowth=${maxGrowth}`]);
  const binary = join(output, 'service-diversified.wasm');
  const {totals} = JSON.parse(readFileSync(join(output, 'service-diversified.json'), 'utf8'));
  if (answers(binary) !== original) throw new Error(`with ${budget} the answers differ`);
  rows.push(`| \`variants\` ${variants}, \`maxGrowth\` ${maxGrowth} | ${totals.diversified} of ${totals.functions} | ${totals.variants}`
    + ` | ${seconds.toFixed(0)} | ${megabytes(bytes)} | ${size(binary)} | ${compile(binary).toFixed(1)} |`);
}
console.log(`# A JavaScript service for Fastly Compute: budgets

Made by \`bash src/bench/fastly/run.sh\`, whose parts say how it is measured. The service is that of \`src/it/fastly\`, built by the version of \`@fastly/js-compute\` that \`package.json\` there names; nearly all of it is SpiderMonkey. Every binary answered the requests as the original did. Seconds are the clock's, on two cores; MB are 1,000,000 bytes.

| budget | functions with variants | variants | build: seconds | build: MB of memory | output: MB | output: MB after gzip | Wasmtime 42 compiles: seconds |
| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
${rows.join('\n')}`);
