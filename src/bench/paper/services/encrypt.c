// Encrypts and authenticates: ChaCha20 and Poly1305 after RFC 8439.
//
//   request: key (32 bytes), nonce (12), length of the additional data (1), additional data, message
//   reply: ciphertext, tag (16)

#include "service.h"

#include <sodium.h>

enum {
  KEY = crypto_aead_chacha20poly1305_ietf_KEYBYTES,
  NONCE = crypto_aead_chacha20poly1305_ietf_NPUBBYTES,
  HEAD = KEY + NONCE + 1
};

int handle(int length) {
  if (length < HEAD || length < HEAD + request[HEAD - 1]) return -1;
  const uint8_t *additional = request + HEAD, *message = additional + request[HEAD - 1];
  unsigned long long size;
  crypto_aead_chacha20poly1305_ietf_encrypt(reply, &size, message, (size_t)(request + length - message), additional,
                                            request[HEAD - 1], NULL, request + KEY, request);
  return (int)size;
}
