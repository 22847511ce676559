// Inverts a scalar of the group of Ed25519.
//
//   request: a number of 32 bytes, the least first
//   reply: its inverse modulo the group's order, likewise

#include "service.h"

#include <sodium.h>

int handle(int length) {
  if (length != crypto_core_ed25519_SCALARBYTES) return -1;
  return crypto_core_ed25519_scalar_invert(reply, request) ? -1 : crypto_core_ed25519_SCALARBYTES;
}
