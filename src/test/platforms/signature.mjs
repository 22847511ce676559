// Checks the ad-hoc signature of a Mach-O file of 64 bits: node signature.mjs FILE
// All pages before the signature must have the hashes in its code directory.

import {createHash} from 'node:crypto';
import {readFileSync} from 'node:fs';

const LC_CODE_SIGNATURE = 0x1d;
const CODE_DIRECTORY = 0xfade0c02;
const HEADER_BYTES = 32;

const file = readFileSync(process.argv[2]);
let command = HEADER_BYTES;
for (let left = file.readUInt32LE(16); left > 0 && file.readUInt32LE(command) !== LC_CODE_SIGNATURE; left--) {
  command += file.readUInt32LE(command + 4);
}
if (file.readUInt32LE(command) !== LC_CODE_SIGNATURE) throw new Error('no signature');
const signature = file.readUInt32LE(command + 8);
let directory;
for (let blob = 0; blob < file.readUInt32BE(signature + 8); blob++) {
  const place = signature + file.readUInt32BE(signature + 16 + 8 * blob);
  if (file.readUInt32BE(place) === CODE_DIRECTORY) directory = place;
}
const hashes = directory + file.readUInt32BE(directory + 16);
const pages = file.readUInt32BE(directory + 28);
const limit = file.readUInt32BE(directory + 32);
const hashBytes = file[directory + 36];
const pageBytes = 2 ** file[directory + 39];
if (limit !== signature || pages !== Math.ceil(limit / pageBytes)) throw new Error('the signature omits a part of the file');
for (let page = 0; page < pages; page++) {
  const content = file.subarray(page * pageBytes, Math.min(limit, (page + 1) * pageBytes));
  const hash = file.subarray(hashes + page * hashBytes, hashes + (page + 1) * hashBytes);
  if (!createHash('sha256').update(content).digest().equals(hash)) throw new Error(`page ${page} has another hash`);
}
console.log(`signature: ${pages} pages have the signed hashes`);
