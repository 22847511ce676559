// The WASI program c/wasi-tool.c: each command line runs in a new instance of the module, and its
// whole standard output, standard error and exit status are printed.

import {closeSync, openSync, readFileSync, writeFileSync} from 'node:fs';
import {WASI} from 'node:wasi';
import {attempt, moduleBytes, print} from '../lib/workload.mjs';

const module = new WebAssembly.Module(moduleBytes());

function run(input, ...args) {
  writeFileSync('in', input);
  const files = [openSync('in', 'r'), openSync('out', 'w'), openSync('err', 'w')];
  const wasi = new WASI({
    version: 'preview1',
    args: ['tool', ...args],
    env: {HOME: '/nowhere'},
    stdin: files[0],
    stdout: files[1],
    stderr: files[2],
    returnOnExit: true,
  });
  print('$', args.join(' '));
  attempt('exit', () => wasi.start(new WebAssembly.Instance(module, wasi.getImportObject())));
  files.forEach(closeSync);
  print(readFileSync('out', 'utf8') + readFileSync('err', 'utf8'));
}

const text = `It was the best of times, it was the worst of times, it was the age of wisdom, it was the age
of foolishness, it was the epoch of belief, it was the epoch of incredulity, it was the season of
Light, it was the season of Darkness, it was the spring of hope, it was the winter of despair.`;

run('');
run(text, 'words');
run(text, 'words', 'text');
run(text.repeat(400), 'words', 'first');
run('', 'words');
run(`${'x'.repeat(300)} \0 ünï\ncode`, 'words');
run('', 'calc', '1 + 2 * 3', '2^3^2 - -4', 'sin(1) + cos 2 * tan(.5)', 'sqrt(2)^2', '1/0', '0/0', '-1e308*10',
  '7 % 2.5', 'exp(log(10))', 'tgamma 5.5', 'erf 0.3', 'cbrt 27', '1e-320 * 3', '0x1.8p3', '123456789.123456789');
run('', 'calc', '1 +', '(2', 'nonsense', '3 4');
run('', 'bits', '0', '1', '18446744073709551615', '0x8000000000000000', '1000000007', '018', '077',
  '18446744073709551557', '3215031751', '99999999999999999999', '12x', '6700417', '1099511627776');
run('', 'matrix', '9');
run('', 'matrix', '40');
run('', 'fail', '3');
run('', 'fail', 'abort');
run('', 'fail', 'divide');
run('', 'fail', 'memory');
