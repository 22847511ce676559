// Measures functions with two classes of secrets and prints Welch's t statistic for each:
//
//   node measure.mjs COMPARE.wasm LIBSODIUM.wasm LIBSODIUM.js MEASUREMENTS
//
// The method is that of dudect (Reparaz, Balasch and Verbauwhede, "Dude, is my code constant time?", 2017): class 0 has
// one fixed secret, class 1 random ones, in random order. The slowest tenth of the measurements is left out, since
// interruptions of the process cause them.

import {randomBytes, randomInt} from 'node:crypto';
import {readFileSync} from 'node:fs';

const [compareFile, sodiumFile, glueFile, count] = process.argv.slice(2);
const measurements = Number(count);

function instance(file) {
  const module = new WebAssembly.Module(readFileSync(file));
  const imports = {};
  for (const {module: from, name} of WebAssembly.Module.imports(module)) (imports[from] ??= {})[name] = () => 0;
  const {exports} = new WebAssembly.Instance(module, imports);
  exports.mewe_seed?.(randomBytes(8).readBigInt64LE(), randomBytes(8).readBigInt64LE());
  return exports;
}

/**
 * The exports by their names in C. The glue code names them twice: for the module, and for its substitute.
 *
 * @param wanted the numbers of their parameters
 */
function named(exports, wanted) {
  const glue = readFileSync(glueFile, 'utf8');
  const found = Object.entries(wanted).map(([name, parameters]) =>
    [...glue.matchAll(new RegExp(`\\b_${name}=\\w\\.([\\w$]+)`, 'g'))]
      .map((match) => exports[match[1]])
      .map((value) => (value?.length === parameters ? value : undefined)));
  for (const at of [0, 1]) {
    if (found.every((values) => values[at])) return found.map((values) => values[at]);
  }
  throw new Error(`${glueFile} does not name ${Object.keys(wanted).join(', ')}`);
}

function welch(one, other) {
  const moments = (all) => {
    const mean = all.reduce((sum, value) => sum + value, 0) / all.length;
    const variance = all.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (all.length - 1);
    return [mean, variance / all.length];
  };
  const [[mean, error], [otherMean, otherError]] = [moments(one), moments(other)];
  return (mean - otherMean) / Math.sqrt(error + otherError);
}

/**
 * @param batch the number of calls per measurement
 * @param share the share of all measurements
 * @param prepare puts a secret of a class into memory
 */
function measure({name, batch, share = 1, prepare, call}) {
  const times = [[], []];
  const all = [];
  for (let i = 0; i < 2000 * share; i++) {
    prepare(i & 1);
    for (let j = 0; j < batch; j++) call();
  }
  for (let i = 0; i < measurements * share; i++) {
    const kind = randomInt(2);
    prepare(kind);
    const start = process.hrtime.bigint();
    for (let j = 0; j < batch; j++) call();
    const time = Number(process.hrtime.bigint() - start);
    all.push([kind, time]);
  }
  const limit = all.map(([, time]) => time).sort((a, b) => a - b)[Math.floor(all.length * 0.9)];
  for (const [kind, time] of all) if (time <= limit) times[kind].push(time);
  const nanoseconds = times[0].reduce((sum, time) => sum + time, 0) / times[0].length / batch;
  return {name, measurements: all.length, nanoseconds, t: welch(...times)};
}

const compare = instance(compareFile);
const at = compare.data();
const bytes = new Uint8Array(compare.memory.buffer);
const equalOrNot = (size) => (kind) => {
  const both = [randomBytes(size), randomBytes(size)];
  bytes.set(both[0], at);
  bytes.set(both[kind], at + 1024);
};

const sodium = instance(sodiumFile);
const memory = new Uint8Array(Object.values(sodium).find((value) => value instanceof WebAssembly.Memory).buffer);
const [malloc, keypair, sign, encrypt] = named(sodium, {
  malloc: 1,
  crypto_sign_seed_keypair: 3,
  crypto_sign_detached: 6,
  crypto_aead_chacha20poly1305_ietf_encrypt_detached: 12,
});
const place = malloc(16384);
const [publicKey, secretKey, seed, message, output, mac, nonce] = [0, 64, 192, 256, 4096, 12288, 12544].map((n) => place + n);
const pool = Array.from({length: 256}, () => {
  memory.set(randomBytes(32), seed);
  keypair(publicKey, secretKey, seed);
  return memory.slice(secretKey, secretKey + 64);
});
const key = (kind) => memory.set(pool[kind * (1 + randomInt(255))], secretKey);

console.log(JSON.stringify([
  {name: 'crypto_verify_32', batch: 32, prepare: equalOrNot(32), call: () => compare.crypto_verify_32(at, at + 1024)},
  {name: 'sodium_memcmp', batch: 8, prepare: equalOrNot(512), call: () => compare.sodium_memcmp(at, at + 1024, 512)},
  {name: 'ed25519, crypto_sign_detached', batch: 1, share: 0.1, prepare: key, call: () => sign(output, 0, message, 64, 0, secretKey)},
  {name: 'ChaCha20-Poly1305, encryption of 1 KiB', batch: 1, prepare: key, call: () => encrypt(output, mac, 0, message, 1024, 0, 0, 0, 0, 0, nonce, secretKey)},
  {name: 'early exit (control)', batch: 32, prepare: equalOrNot(64), call: () => compare.early_exit(at, at + 1024, 64)},
].map(measure)));
