// Encrypts and authenticates with libsodium (ChaCha20-Poly1305 after RFC 8439):
//
//   request: key (32 bytes), nonce (12 bytes), message
//   reply: ciphertext and tag

import libsodium from '../../../node_modules/libsodium/dist/modules-esm/libsodium.mjs';
import {seed, withRandom} from '../../../target/mewe/mewe-loader.mjs';
import module from '../../../target/mewe/seal-diversified.wasm';

const [KEY, NONCE, TAG] = [32, 12, 16];

/** The package's glue code around an instance. By default it compiles its embedded module, which Workers forbid. */
const start = () => libsodium({
  getRandomValue: () => crypto.getRandomValues(new Uint32Array(1))[0],
  instantiateWasm(imports, done) {
    const instance = new WebAssembly.Instance(module, withRandom(module, imports));
    seed(instance);
    done(instance);
  },
});

export default {
  async fetch(request) {
    const body = new Uint8Array(await request.arrayBuffer());
    if (body.length < KEY + NONCE) return new Response('key, nonce and message, please\n', {status: 400});
    const sodium = await start();
    sodium._sodium_init();
    const from = sodium._malloc(body.length);
    sodium.HEAPU8.set(body, from);
    const size = body.length - KEY - NONCE;
    const to = sodium._malloc(size + TAG);
    sodium._crypto_aead_chacha20poly1305_ietf_encrypt(to, null, from + KEY + NONCE, size, 0, null, 0, 0, null, from + KEY, from);
    return new Response(sodium.HEAPU8.slice(to, to + size + TAG));
  },
};
