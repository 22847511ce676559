// Signs, verifies, encrypts and decrypts messages of several sizes.

import {bytes, require} from '../../../test/corpus/lib/workload.mjs';

export async function start() {
  const sodium = require('libsodium-wrappers');
  await sodium.ready;
  const pair = sodium.crypto_sign_seed_keypair(bytes('seed', 32));
  const key = bytes('key', 32);
  const nonce = bytes('nonce', 24);
  const messages = [16, 300, 5_000, 40_000].map((size) => bytes(`message ${size}`, size));
  return () => {
    const hashes = [];
    for (const message of messages) {
      const signature = sodium.crypto_sign_detached(message, pair.privateKey);
      if (!sodium.crypto_sign_verify_detached(signature, message, pair.publicKey)) throw new Error('signature');
      const sealed = sodium.crypto_secretbox_easy(message, nonce, key);
      const opened = sodium.crypto_secretbox_open_easy(sealed, nonce, key);
      hashes.push(Buffer.from(signature).toString('hex'), Buffer.from(sodium.crypto_generichash(32, sealed)).toString('hex'),
        opened.length);
    }
    return hashes.join();
  };
}
