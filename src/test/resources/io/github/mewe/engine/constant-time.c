// Functions whose run time must not depend on the content of memory. The verifications follow libsodium's.

#include <stddef.h>
#include <stdint.h>

#define EXPORT(name) __attribute__((export_name(#name)))

static uint8_t buffer[256];

EXPORT(data) uint8_t *data(void) { return buffer; }

EXPORT(crypto_verify_32) int32_t crypto_verify_32(const uint8_t *x) {
  const uint8_t *y = x + 32;
  uint16_t d = 0;
  for (int i = 0; i < 32; i++) d |= x[i] ^ y[i];
  return (1 & ((d - 1) >> 8)) - 1;
}

EXPORT(sodium_memcmp) int32_t sodium_memcmp(const uint8_t *x) {
  const volatile uint8_t *a = x, *b = x + 64;
  uint8_t d = 0;
  for (size_t i = 0; i < 64; i++) d |= a[i] ^ b[i];
  return (1 & ((d - 1) >> 8)) - 1;
}

// Compilers make selections of this.
EXPORT(ct_select) int32_t ct_select(const uint8_t *x) {
  int32_t largest = 0, count = 0;
  for (int i = 0; i < 16; i++) {
    largest = x[i] > largest ? x[i] : largest;
    count += x[i + 16] < x[i + 32] ? x[i] : 3;
  }
  return largest * 1000 + count;
}

EXPORT(ct_swap) int32_t ct_swap(uint8_t *x) {
  uint32_t *a = (uint32_t *)x, *b = a + 8, mask = -(a[16] & 1);
  for (int i = 0; i < 8; i++) {
    uint32_t t = mask & (a[i] ^ b[i]);
    a[i] ^= t;
    b[i] ^= t;
  }
  return a[0] < b[0] ? 7 : -3;
}

EXPORT(ct_chacha) int32_t ct_chacha(uint8_t *p) {
  uint32_t *x = (uint32_t *)p;
#define ROTATE(v, n) ((v) << (n) | (v) >> (32 - (n)))
#define QUARTER(a, b, c, d) \
  x[a] += x[b], x[d] = ROTATE(x[d] ^ x[a], 16), x[c] += x[d], x[b] = ROTATE(x[b] ^ x[c], 12), \
  x[a] += x[b], x[d] = ROTATE(x[d] ^ x[a], 8), x[c] += x[d], x[b] = ROTATE(x[b] ^ x[c], 7)
  for (int i = 0; i < 10; i++) {
    QUARTER(0, 4, 8, 12);
    QUARTER(1, 5, 9, 13);
    QUARTER(2, 6, 10, 14);
    QUARTER(3, 7, 11, 15);
    QUARTER(0, 5, 10, 15);
    QUARTER(1, 6, 11, 12);
    QUARTER(2, 7, 8, 13);
    QUARTER(3, 4, 9, 14);
  }
  return x[0];
}
