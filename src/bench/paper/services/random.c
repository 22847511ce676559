// Draws a scalar of the group of Ed25519.
//
//   request: empty
//   reply: a number of 32 bytes, the least first, above zero and below the group's order

#include "service.h"

#include <sodium.h>

int handle(int length) {
  if (length != 0) return -1;
  crypto_core_ed25519_scalar_random(reply);
  return crypto_core_ed25519_SCALARBYTES;
}
