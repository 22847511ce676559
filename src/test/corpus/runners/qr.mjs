// The QR Code encoder c/qr.c: every symbol is read back by the decoder.

import {closeSync, openSync, readFileSync, writeFileSync} from 'node:fs';
import {WASI} from 'node:wasi';
import {capacity, check, decode, readImage} from '../lib/qr-decoder.mjs';
import {bytes, expect, hex, moduleBytes, print, sha256} from '../lib/workload.mjs';

const module = new WebAssembly.Module(moduleBytes());
const wasi = new WASI({version: 'preview1'});
const encoder = new WebAssembly.Instance(module, wasi.getImportObject()).exports;
const levels = {L: 0, M: 1};
const memory = () => Buffer.from(encoder.memory.buffer);

function put(data) {
  memory().set(data, encoder.qr_input());
  return encoder.qr_input();
}

const output = (length) => Buffer.from(memory().subarray(encoder.qr_output(), encoder.qr_output() + length));

function encodeText(text, level) {
  const data = Buffer.from(text);
  return output(encoder.qr_text(put(data), data.length, levels[level], encoder.qr_output())).toString('latin1');
}

function encodeImage(text, level, scale) {
  const data = Buffer.from(text);
  return output(encoder.qr_image(put(data), data.length, levels[level], scale, encoder.qr_output()));
}

/** Encodes as text and as an image, reads both back, and prints them. */
function run(name, text, level, scale) {
  const symbol = encodeText(text, level);
  const rows = symbol.split('\n').slice(0, -1);
  const {version, level: found, mask, text: read} = decode(rows);
  expect(`${name} ${version}-${found} mask ${mask}`, sha256(read), sha256(Buffer.from(text)));
  check(found === level, 'another level');
  check(version === 1 + capacity[level].findIndex((most) => read.length <= most), 'a larger version than it takes');
  print(sha256(symbol));
  const png = encodeImage(text, level, scale);
  check(readImage(png, scale).join('\n') === rows.join('\n'), 'the image is another');
  print(scale, png.length, sha256(png));
  return symbol;
}

function correct(data, degree) {
  const from = put(data);
  encoder.qr_correction(from, data.length, degree, encoder.qr_output());
  return hex(output(degree));
}

// Annex I: the symbol for 01234567, 1-M.
expect('annex I', correct(Buffer.from('10200c566180ec11ec11ec11ec11ec11', 'hex'), 10), 'a524d4c1ed36c7872c55');

print(run('short', 'mewe', 'M', 3));
print(run('address', 'https://www.w3.org/TR/wasm-core-2/', 'L', 4));
run('empty', '', 'L', 1);
run('one byte', '\0', 'M', 16);
run('Unicode', 'Ünïcödé — 日本語, ελληνικά, עברית 🙂', 'M', 2);
for (const level of ['L', 'M']) {
  for (const [i, most] of capacity[level].entries()) {
    run(`most ${level} ${i + 1}`, bytes(`most ${level} ${i}`, most), level, 1 + i % 3);
    if (i < 14) run(`more ${level} ${i + 1}`, Buffer.alloc(most + 1, i * 17), level, 2);
  }
}
for (let i = 0; i < 40; i++) run(`line ${i}`, `${i}: ${'the quick brown fox jumps over the lazy dog '.repeat(1 + i % 5)}`, i % 2 ? 'L' : 'M', 2);
print(run('Largest', 'QR '.repeat(173), 'L', 1));

// Input that it refuses.
print(encodeText('x'.repeat(521), 'L').length, encodeText('x'.repeat(413), 'M').length);
print(encodeImage('x', 'L', 0).length, encodeImage('x', 'L', 17).length, encoder.qr_text(put('x'), -1, 0, encoder.qr_output()),
  encoder.qr_text(put('x'), 1, 2, encoder.qr_output()));

/** Runs the module as a program, in a separate instance. */
function program(text, ...args) {
  writeFileSync('in', text);
  const [stdin, stdout, stderr] = [openSync('in', 'r'), openSync('out', 'w'), openSync('err', 'w')];
  const program = new WASI({version: 'preview1', args: ['qr', ...args], stdin, stdout, stderr, returnOnExit: true});
  const status = program.start(new WebAssembly.Instance(module, program.getImportObject()));
  [stdin, stdout, stderr].forEach(closeSync);
  print('$ qr', args.join(' '));
  print(status, sha256(readFileSync('out')), readFileSync('err', 'utf8'));
  return readFileSync('out');
}

const text = 'A program reads its standard input.';
check(program(text, 'text').toString() === encodeText(text, 'L'), 'qr text');
check(program(text, 'text', 'M').toString() === encodeText(text, 'M'), 'qr text M');
check(program(text, 'image', 'M', '5').equals(encodeImage(text, 'M', 5)), 'qr image M 5');
check(program(text, 'image').equals(encodeImage(text, 'L', 4)), 'qr image');
program('x'.repeat(521), 'text');
program(text);
program(text, 'image', 'Q');
program(text, 'image', 'L', '17');
