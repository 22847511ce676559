// libsodium expects the functions of OpenBSD under WASI. This libc has getentropy, which is random_get of WASI, of 256
// bytes at most.

#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

void arc4random_buf(void *buffer, size_t size) {
  uint8_t *at = buffer;
  while (size > 0) {
    size_t part = size < 256 ? size : 256;
    if (getentropy(at, part) != 0) abort();
    at += part;
    size -= part;
  }
}

uint32_t arc4random(void) {
  uint32_t value;
  arc4random_buf(&value, sizeof value);
  return value;
}
