// Decrypts what the service "encrypt" has encrypted.
//
//   request: key (32 bytes), nonce (12), length of the additional data (1), additional data, ciphertext, tag (16)
//   reply: message; none if anything was changed

#include "service.h"

#include <sodium.h>

enum {
  KEY = crypto_aead_chacha20poly1305_ietf_KEYBYTES,
  NONCE = crypto_aead_chacha20poly1305_ietf_NPUBBYTES,
  HEAD = KEY + NONCE + 1
};

int handle(int length) {
  if (length < HEAD || length < HEAD + request[HEAD - 1]) return -1;
  const uint8_t *additional = request + HEAD, *ciphertext = additional + request[HEAD - 1];
  unsigned long long size;
  int failed = crypto_aead_chacha20poly1305_ietf_decrypt(reply, &size, NULL, ciphertext,
                                                         (size_t)(request + length - ciphertext), additional,
                                                         request[HEAD - 1], request + KEY, request);
  return failed ? -1 : (int)size;
}
