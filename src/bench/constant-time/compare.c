// Comparisons of secrets as in libsodium, which its JavaScript package does not export, and one that leaks.

#include <stddef.h>
#include <stdint.h>

#define EXPORT(name) __attribute__((export_name(#name), noinline)) int32_t name

static uint8_t buffer[4096];

__attribute__((export_name("data"))) uint8_t *data(void) { return buffer; }

EXPORT(crypto_verify_32)(const uint8_t *x, const uint8_t *y) {
  uint16_t d = 0;
  for (int i = 0; i < 32; i++) d |= x[i] ^ y[i];
  return (1 & ((d - 1) >> 8)) - 1;
}

EXPORT(sodium_memcmp)(const void *first, const void *second, size_t size) {
  const volatile uint8_t *a = first, *b = second;
  uint8_t d = 0;
  for (size_t i = 0; i < size; i++) d |= a[i] ^ b[i];
  return (1 & ((d - 1) >> 8)) - 1;
}

EXPORT(early_exit)(const uint8_t *a, const uint8_t *b, size_t size) {
  for (size_t i = 0; i < size; i++)
    if (a[i] != b[i]) return -1;
  return 0;
}
