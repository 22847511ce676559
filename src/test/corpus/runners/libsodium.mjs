// libsodium through its JavaScript wrappers. Published vectors are asserted; everything else is
// printed. Also runs the larger "sumo" build, whose extra functions are used where they exist.

import {createHash, createHmac} from 'node:crypto';
import {attempt, bytes, expect, hex, id, print, require, sha256} from '../lib/workload.mjs';

const sodium = require(id === 'libsodium' ? 'libsodium-wrappers' : 'libsodium-wrappers-sumo');
await sodium.ready;
const unhex = (text) => new Uint8Array(Buffer.from(text, 'hex'));
const utf8 = (text) => new TextEncoder().encode(text);
print('version', sodium.sodium_version_string());

// RFC 8032, section 7.1: Ed25519
for (const [seed, message, publicKey, signature] of [
  ['9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60', '',
    'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
    'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b'],
  ['4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb', '72',
    '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
    '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00'],
  ['c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7', 'af82',
    'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
    '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a'],
]) {
  const pair = sodium.crypto_sign_seed_keypair(unhex(seed));
  expect('ed25519 key', hex(pair.publicKey), publicKey);
  expect('ed25519 signature', hex(sodium.crypto_sign_detached(unhex(message), pair.privateKey)), signature);
  expect('ed25519 verify', sodium.crypto_sign_verify_detached(unhex(signature), unhex(message), pair.publicKey), true);
  const forged = unhex(signature);
  forged[7] ^= 1;
  expect('ed25519 forged', sodium.crypto_sign_verify_detached(forged, unhex(message), pair.publicKey), false);
}

// RFC 7748, section 6.1: X25519; and NaCl's own vector for box and secretbox with those keys
const aliceSecret = unhex('77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a');
const bobSecret = unhex('5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb');
const alicePublic = sodium.crypto_scalarmult_base(aliceSecret);
const bobPublic = sodium.crypto_scalarmult_base(bobSecret);
expect('x25519 alice', hex(alicePublic), '8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a');
expect('x25519 bob', hex(bobPublic), 'de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f');
expect('x25519 shared', hex(sodium.crypto_scalarmult(aliceSecret, bobPublic)),
  '4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742');
const firstKey = unhex('1b27556473e985d462cd51197a9a46c76009549eac6474f206c4ee0844f68389');
const nonce24 = unhex('69696ee955b62b73cd62bda875fc73d68219e0036b7a0b37');
const naclText = unhex('be075fc53c81f2d5cf141316ebeb0c7b5228c52a4c62cbd44b66849b64244ffce5ecbaaf33bd751a1ac728d45e6c61296cdc3c01233561f41db66cce314adb310e3be8250c46f06dceea3a7fa1348057e2f6556ad6b1318a024a838f21af1fde048977eb48f59ffd4924ca1c60902e52f0a089bc76897040e082f937763848645e0705');
const naclBox = 'f3ffc7703f9400e52a7dfb4b3d3305d98e993b9f48681273c29650ba32fc76ce48332ea7164d96a4476fb8c531a1186ac0dfc17c98dce87b4da7f011ec48c97271d2c20f9b928fe2270d6fb863d51738b48eeee314a7cc8ab932164548e526ae90224368517acfeabd6bb3732bc0e9da99832b61ca01b6de56244a9e88d5f9b37973f622a43d14a6599b1f654cb45a74e355a5';
expect('box beforenm', hex(sodium.crypto_box_beforenm(bobPublic, aliceSecret)), hex(firstKey));
expect('secretbox', hex(sodium.crypto_secretbox_easy(naclText, nonce24, firstKey)), naclBox);
expect('secretbox open', hex(sodium.crypto_secretbox_open_easy(unhex(naclBox), nonce24, firstKey)), hex(naclText));
expect('box', hex(sodium.crypto_box_easy(naclText, nonce24, bobPublic, aliceSecret)), naclBox);
expect('box open', hex(sodium.crypto_box_open_easy(unhex(naclBox), nonce24, alicePublic, bobSecret)), hex(naclText));

// RFC 8439, section 2.8.2: ChaCha20-Poly1305
const sunscreen = "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be it.";
const aeadKey = unhex('808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f');
const aeadData = unhex('50515253c0c1c2c3c4c5c6c7');
expect('chacha20-poly1305 ietf', hex(sodium.crypto_aead_chacha20poly1305_ietf_encrypt(sunscreen, aeadData, null,
  unhex('070000004041424344454647'), aeadKey)),
'd31a8d34648e60db7b86afbc53ef7ec2a4aded51296e08fea9e2b5a736ee62d63dbea45e8ca9671282fafb69da92728b1a71de0a9e060b2905d6a5b67ecd3b3692ddbd7f2d778b8c9803aee328091b58fab324e4fad675945585808b4831d7bc3ff4def08e4b7a9de576d26586cec64b61161ae10b594f09e26a7e902ecbd0600691');
// draft-irtf-cfrg-xchacha-03, A.3.1
expect('xchacha20-poly1305', hex(sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(sunscreen, aeadData, null,
  unhex('404142434445464748494a4b4c4d4e4f5051525354555657'), aeadKey)),
'bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb731c7f1b0b4aa6440bf3a82f4eda7e39ae64c6708c54c216cb96b72e1213b4522f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff921f9664c97637da9768812f615c68b13b52ec0875924c1c7987947deafd8780acf49');

// RFC 7693, appendix A; FIPS 180; SipHash's paper; and Node's own implementations
expect('blake2b', hex(sodium.crypto_generichash(64, 'abc')),
  'ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d17d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923');
expect('sha512', hex(sodium.crypto_hash('abc')),
  'ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f');
expect('siphash', hex(sodium.crypto_shorthash(unhex('000102030405060708090a0b0c0d0e'), unhex('000102030405060708090a0b0c0d0e0f'))),
  'e545be4961ca29a1');
for (const length of [0, 1, 71, 72, 111, 112, 127, 128, 129, 143, 144, 1000]) {
  const data = bytes('hash', length);
  const node = (name, options) => createHash(name, options).update(data).digest('hex');
  expect(`sha512 ${length}`, hex(sodium.crypto_hash(data)), node('sha512'));
  expect(`blake2b ${length}`, hex(sodium.crypto_generichash(64, data)), node('blake2b512'));
  expect(`sha3-256 ${length}`, hex(sodium.crypto_hash_sha3256(data)), node('sha3-256'));
  expect(`shake128 ${length}`, hex(sodium.crypto_xof_shake128(333, data)), node('shake128', {outputLength: 333}));
  const key = bytes('auth', sodium.crypto_auth_KEYBYTES);
  const mac = createHmac('sha512', key).update(data).digest('hex').slice(0, 64);
  expect(`auth ${length}`, hex(sodium.crypto_auth(data, key)), mac);
  expect(`auth verify ${length}`, sodium.crypto_auth_verify(unhex(mac), data, key), true);
}

// The rest of the interface: no published vector is known, so the original's output is the measure.
const key32 = bytes('key', 32);
for (const length of [0, 1, 15, 16, 17, 63, 64, 65, 255, 4096]) {
  const message = bytes('message', length);
  const extra = bytes('extra', length % 40);
  for (const name of ['chacha20poly1305', 'aegis128l', 'aegis256']) {
    const prefix = `crypto_aead_${name}`;
    const key = bytes('aead key', sodium[`${prefix}_KEYBYTES`]);
    const nonce = bytes('aead nonce', sodium[`${prefix}_NPUBBYTES`]);
    const sealed = sodium[`${prefix}_encrypt`](message, extra, null, nonce, key);
    print(name, length, sha256(sealed), sha256(sodium[`${prefix}_decrypt`](null, sealed, extra, nonce, key)));
    sealed[0] ^= 0x80;
    attempt(`${name} tampered`, () => sodium[`${prefix}_decrypt`](null, sealed, extra, nonce, key));
  }
  const box = sodium.crypto_secretbox_detached(message, nonce24, key32);
  print('secretbox detached', length, sha256(box.cipher), hex(box.mac));
  print('deterministic', hex(sodium.randombytes_buf_deterministic(length, key32)).slice(0, 64));
  attempt('pad', () => hex(sodium.pad(message, 16)).slice(-40));
  attempt('unpad', () => sodium.unpad(sodium.pad(message, 24), 24).length);
}

const alice = sodium.crypto_box_seed_keypair(bytes('alice', 32));
const bob = sodium.crypto_box_seed_keypair(bytes('bob', 32));
print('box keys', hex(alice.publicKey), hex(bob.publicKey));
const sealedBox = sodium.crypto_box_seal('anonymous', bob.publicKey);
print('seal', sealedBox.length, sodium.to_string(sodium.crypto_box_seal_open(sealedBox, bob.publicKey, bob.privateKey)));
attempt('seal wrong', () => sodium.crypto_box_seal_open(sealedBox, alice.publicKey, alice.privateKey));
attempt('box tampered', () => sodium.crypto_box_open_easy(bytes('junk', 50), nonce24, alice.publicKey, bob.privateKey));
attempt('short key', () => sodium.crypto_secretbox_easy('x', nonce24, bytes('short', 31)));

const client = sodium.crypto_kx_seed_keypair(bytes('client', 32));
const server = sodium.crypto_kx_seed_keypair(bytes('server', 32));
const up = sodium.crypto_kx_client_session_keys(client.publicKey, client.privateKey, server.publicKey);
const down = sodium.crypto_kx_server_session_keys(server.publicKey, server.privateKey, client.publicKey);
expect('kx', hex(up.sharedRx), hex(down.sharedTx));
expect('kx', hex(up.sharedTx), hex(down.sharedRx));
for (let i = 0; i < 4; i++) print('kdf', hex(sodium.crypto_kdf_derive_from_key(16 + 16 * i, i, 'context_', key32)));

const signer = sodium.crypto_sign_seed_keypair(bytes('signer', 32));
const signed = sodium.crypto_sign(utf8('attached'), signer.privateKey);
print('sign', hex(signed), sodium.to_string(sodium.crypto_sign_open(signed, signer.publicKey)));
const signing = sodium.crypto_sign_init();
for (let i = 0; i < 5; i++) sodium.crypto_sign_update(signing, bytes('part', 100 * i));
print('sign ph', hex(sodium.crypto_sign_final_create(signing, signer.privateKey)));
print('to curve', hex(sodium.crypto_sign_ed25519_pk_to_curve25519(signer.publicKey)),
  hex(sodium.crypto_sign_ed25519_sk_to_curve25519(signer.privateKey)));

const hashing = sodium.crypto_generichash_init(key32, 24);
for (let i = 0; i < 9; i++) sodium.crypto_generichash_update(hashing, bytes('piece', 60 * i));
print('generichash keyed', hex(sodium.crypto_generichash_final(hashing, 24)));

for (const name of ['mlkem768', 'xwing']) {
  const kem = `crypto_kem_${name}`;
  const pair = sodium[`${kem}_seed_keypair`](bytes('kem', sodium[`${kem}_SEEDBYTES`]));
  const shared = sodium[`${kem}_enc_deterministic`](pair.publicKey, bytes('enc', name === 'xwing' ? 64 : 32));
  print(name, sha256(pair.publicKey), sha256(shared.ciphertext), hex(shared.sharedSecret));
  expect(`${name} shared`, hex(sodium[`${kem}_dec`](shared.ciphertext, pair.privateKey)), hex(shared.sharedSecret));
}

for (const name of ['turboshake128', 'turboshake256', 'shake256']) {
  const state = sodium[`crypto_xof_${name}_init`]();
  sodium[`crypto_xof_${name}_update`](state, bytes(name, 700));
  print(name, hex(sodium[`crypto_xof_${name}_squeeze`](state, 50)), hex(sodium[`crypto_xof_${name}_squeeze`](state, 300)).slice(-50));
}

// The header of a secret stream is random: only what does not depend on it is printed.
const push = sodium.crypto_secretstream_xchacha20poly1305_init_push(key32);
const pull = sodium.crypto_secretstream_xchacha20poly1305_init_pull(push.header, key32);
for (let i = 0; i < 6; i++) {
  const sealed = sodium.crypto_secretstream_xchacha20poly1305_push(push.state, bytes('chunk', 50 * i), 'ad', i % 4);
  if (i === 3) sealed[2] ^= 1;
  const opened = sodium.crypto_secretstream_xchacha20poly1305_pull(pull, sealed, 'ad');
  print('stream', i, sealed.length, opened ? `${sha256(opened.message)} ${opened.tag}` : opened);
}

for (const text of ['', 'f', 'fo', 'foo', 'foob', 'fooba', 'foobar']) {
  for (const variant of Object.values(sodium.base64_variants)) {
    const encoded = sodium.to_base64(text, variant);
    print('base64', encoded, sodium.to_string(sodium.from_base64(encoded, variant)));
  }
  print('hex', sodium.to_hex(text), sodium.to_string(sodium.from_hex(sodium.to_hex(text))));
}
attempt('bad base64', () => sodium.from_base64('a*b='));
for (const address of ['127.0.0.1', '2001:db8::8a2e:370:7334', '::ffff:1.2.3.4', 'fe80::1', 'nonsense']) {
  attempt('ip', () => { const bin = sodium.sodium_ip2bin(address); return `${hex(bin)} ${sodium.sodium_bin2ip(bin)}`; });
  attempt('ipcrypt', () => hex(sodium.crypto_ipcrypt_encrypt(sodium.sodium_ip2bin(address), bytes('ip', 16))));
}
const counter = unhex('fffffe00');
for (let i = 0; i < 4; i++) { sodium.increment(counter); print('increment', hex(counter)); }
sodium.add(counter, unhex('01ff0302'));
print('add', hex(counter), sodium.compare(counter, unhex('01ff0302')), sodium.is_zero(counter), sodium.memcmp(key32, key32));

if (sodium.crypto_pwhash) {
  const salt = bytes('salt', 16);
  for (const [algorithm, operations] of [[sodium.crypto_pwhash_ALG_ARGON2ID13, 2], [sodium.crypto_pwhash_ALG_ARGON2I13, 3]]) {
    print('pwhash', hex(sodium.crypto_pwhash(40, 'password', salt, operations, 1 << 18, algorithm)));
  }
  const stored = '$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4';
  expect('argon2id', sodium.crypto_pwhash_str_verify(stored, 'password'), true); // from argon2's own tests
  expect('argon2id wrong', sodium.crypto_pwhash_str_verify(stored, 'Password'), false);
  // RFC 7914, section 12: scrypt
  expect('scrypt', hex(sodium.crypto_pwhash_scryptsalsa208sha256_ll('password', 'NaCl', 1024, 8, 16, 64)),
    'fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b3731622eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640');
  // FIPS 180, RFC 4231 (case 2)
  expect('sha256', hex(sodium.crypto_hash_sha256('abc')), 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  expect('hmac', hex(sodium.crypto_auth_hmacsha512('what do ya want for nothing?', new Uint8Array([...utf8('Jefe'), ...new Uint8Array(28)]))),
    '164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737');
  for (const group of ['ed25519', 'ristretto255']) {
    const core = (name) => sodium[`crypto_core_${group}_${name}`];
    const point = core('from_hash')?.(bytes('point', 64)) ?? core('from_uniform')(bytes('point', 32));
    const scalar = core('scalar_reduce')(bytes('scalar', 64));
    const product = sodium[`crypto_scalarmult_${group}`](scalar, point);
    print(group, hex(point), hex(scalar), hex(product), core('is_valid_point')(product));
    print(group, hex(core('add')(point, product)), hex(core('sub')(point, product)),
      hex(core('scalar_invert')(scalar)), hex(core('scalar_mul')(scalar, scalar)));
  }
  for (const [name, nonceBytes] of [['chacha20', 8], ['chacha20_ietf', 12], ['xchacha20', 24]]) {
    const nonce = bytes('nonce', nonceBytes);
    const stream = `crypto_stream_${name}_xor`;
    print(stream, sha256(sodium[stream](bytes('xor', 777), nonce, key32)),
      sha256(sodium[`${stream}_ic`](bytes('xor', 777), nonce, 5, key32)));
  }
}
