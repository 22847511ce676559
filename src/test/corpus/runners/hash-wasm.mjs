// One of hash-wasm's small modules, each compiled from C: compared with Node's implementation or
// with published vectors, where there are any.

import {createHash, pbkdf2Sync, scryptSync} from 'node:crypto';
import {bytes, expect, hex, id, print, require} from '../lib/workload.mjs';

const hash = require('hash-wasm');
const name = id.replace('hash-', '');
const lengths = [0, 1, 3, 4, 7, 8, 15, 16, 31, 32, 55, 56, 63, 64, 65, 111, 112, 127, 128, 129, 200, 239, 240, 241, 255, 256, 1023, 1024, 1025, 5000, 100_000];

async function digests(label, create, reference) {
  const hasher = await create();
  for (const length of lengths) {
    const data = bytes(label, length);
    const whole = hasher.init().update(data).digest();
    hasher.init();
    for (let at = 0; at < length; at += 97) hasher.update(data.subarray(at, at + 97));
    expect(`${label} ${length} in parts`, hasher.digest(), whole);
    if (reference) expect(`${label} ${length}`, whole, createHash(reference).update(data).digest('hex'));
  }
  const saved = hasher.init().update('half').save();
  const rest = hasher.update(' and half').digest();
  expect(`${label} resumed`, hasher.load(saved).update(' and half').digest(), rest);
}

const workloads = {
  async sha512() {
    await digests('sha512', hash.createSHA512, 'sha512');
    await digests('sha384', hash.createSHA384, 'sha384');
    const key = await hash.pbkdf2({password: 'password', salt: bytes('salt', 16), iterations: 50, hashLength: 48, hashFunction: hash.createSHA512()});
    expect('pbkdf2', key, pbkdf2Sync('password', bytes('salt', 16), 50, 48, 'sha512').toString('hex'));
  },
  async sha256() {
    await digests('sha256', hash.createSHA256, 'sha256');
    await digests('sha224', hash.createSHA224, 'sha224');
  },
  async blake2b() {
    await digests('blake2b', hash.createBLAKE2b, 'blake2b512');
    await digests('blake2b keyed', () => hash.createBLAKE2b(200, bytes('key', 64)));
  },
  async blake3() {
    await digests('blake3', hash.createBLAKE3);
    await digests('blake3 keyed', () => hash.createBLAKE3(512, bytes('key', 32)));
    // From BLAKE3's own test vectors: the input is 0, 1, ... 250, 0, 1, ...
    for (const [length, digest] of [[0, 'af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262'],
      [1, '2d3adedff11b61f14c886e35afa036736dcd87a74d27b5c1510225d0f592e213'],
      [1024, '42214739f095a406f3fc83deb889744ac00df831c10daa55189b5d121c855af7']]) {
      expect(`blake3 vector ${length}`, await hash.blake3(new Uint8Array(length).map((_, i) => i % 251)), digest);
    }
  },
  async xxhash128() {
    await digests('xxhash128', hash.createXXHash128);
    await digests('xxhash128 seeded', () => hash.createXXHash128(0x12345678, 0x9abcdef0));
    expect('empty', await hash.xxhash128(''), '99aa06d3014798d86001c324468d497f');
  },
  async whirlpool() {
    await digests('whirlpool', hash.createWhirlpool);
    // ISO 10118-3
    expect('abc', await hash.whirlpool('abc'),
      '4e2448a4c6f486bb16b6562c73b4020bf3043e3a731bce721ae1b303d97e6d4c7181eebdb6c57e277d0e34957114cbd6c797fc9d95d8b582d225292076d4eef5');
  },
  async bcrypt() {
    // From the Openwall test vectors of crypt_blowfish
    for (const [password, stored] of [['U*U', '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW'],
      ['U*U*', '$2a$05$CCCCCCCCCCCCCCCCCCCCC.VGOzA784oUp/Z0DY336zx7pLYAy0lwK']]) {
      expect('bcrypt', await hash.bcryptVerify({password, hash: stored}), true);
      expect('bcrypt wrong', await hash.bcryptVerify({password: `${password}x`, hash: stored}), false);
    }
    for (const costFactor of [4, 6]) {
      for (const length of [1, 8, 71]) {
        print('bcrypt', costFactor, length, await hash.bcrypt({password: bytes('password', length), salt: bytes('salt', 16), costFactor, outputType: 'hex'}));
      }
    }
  },
  async argon2() {
    const options = {salt: bytes('salt', 16), iterations: 2, memorySize: 256, hashLength: 64, outputType: 'hex'};
    for (const kind of ['argon2d', 'argon2i', 'argon2id']) {
      for (const parallelism of [1, 3]) {
        for (const length of [1, 70]) print(kind, parallelism, length, await hash[kind]({password: bytes('password', length), parallelism, ...options}));
      }
    }
    const stored = '$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4';
    expect('argon2id', await hash.argon2Verify({password: 'password', hash: stored}), true); // from argon2's own tests
    expect('argon2id wrong', await hash.argon2Verify({password: 'Password', hash: stored}), false);
  },
  async scrypt() {
    for (const [costFactor, blockSize, parallelism] of [[16, 1, 1], [1024, 8, 2], [256, 3, 5]]) {
      const key = await hash.scrypt({password: 'password', salt: bytes('salt', 16), costFactor, blockSize, parallelism, hashLength: 64});
      expect('scrypt', key, hex(scryptSync('password', bytes('salt', 16), 64, {N: costFactor, r: blockSize, p: parallelism})));
    }
  },
};

await workloads[name]();
