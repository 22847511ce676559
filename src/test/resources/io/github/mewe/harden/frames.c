// Stack frames of every kind. Results do not depend on addresses.

#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#define EXPORT(name) __attribute__((export_name(#name), noinline)) uint32_t name
#define INTERNAL __attribute__((noinline)) static uint32_t

static uint32_t hash(uint32_t h, uint32_t v) { return (h ^ v) * 16777619u; }

// A leaf, whose frame lies below the stack pointer, in the red zone.
EXPORT(leaf)(uint32_t n) {
  volatile uint32_t a[8];
  for (uint32_t i = 0; i < 8; i++) a[i] = n * i + 3;
  return a[n % 8] + a[(n >> 3) % 8];
}

INTERNAL total(uint32_t count, ...) {
  va_list list;
  va_start(list, count);
  uint32_t sum = 0;
  while (count--) sum = hash(sum, va_arg(list, uint32_t));
  va_end(list);
  return sum;
}

EXPORT(variable_arguments)(uint32_t n) {
  return total(3, n, n + 1, n * 2) ^ total(1, leaf(n)) ^ total(6, 1, n, 2, n, 3, leaf(n + 1));
}

INTERNAL fill(volatile uint8_t *p, uint32_t size, uint32_t seed) {
  uint32_t h = seed;
  for (uint32_t i = 0; i < size; i++) p[i] = h = hash(h, i);
  for (uint32_t i = 0; i < size; i++) h = hash(h, p[i]);
  return h;
}

// Frames of variable size, several at a time.
EXPORT(dynamic)(uint32_t n) {
  volatile uint8_t first[n % 100 + 1];
  uint32_t h = fill(first, sizeof first, n);
  for (uint32_t i = 0; i < n % 5; i++) {
    volatile uint8_t inner[i * 7 + 1];
    h = hash(h, fill(inner, sizeof inner, h));
  }
  return hash(h, fill(first, sizeof first, h));
}

typedef struct {
  uint32_t words[9];
} Large;

// Structures by value are passed as pointers into the caller's frame.
__attribute__((noinline)) static Large turned(Large in, uint32_t by) {
  Large out;
  for (uint32_t i = 0; i < 9; i++) out.words[i] = in.words[(i + by) % 9] + by;
  return out;
}

EXPORT(structures)(uint32_t n) {
  Large x;
  for (uint32_t i = 0; i < 9; i++) x.words[i] = n * i;
  x = turned(turned(x, n % 9), 4);
  return hash(x.words[n % 9], x.words[0]);
}

// Several ways out, and a frame that a callee writes to.
EXPORT(exits)(uint32_t n) {
  volatile uint8_t buffer[64];
  if (n % 7 == 0) return 1;
  uint32_t h = fill(buffer, n % 64, n);
  if (h % 3 == 0) return h;
  for (uint32_t i = 0; i < 64; i++)
    if (fill(buffer, i, h) % 11 == 0) return i;
  return h;
}

EXPORT(recursive)(uint32_t n) {
  volatile uint32_t kept[4] = {n, n + 1, n + 2, n + 3};
  if (n == 0) return leaf(5);
  uint32_t below = recursive(n - 1);
  return hash(below, kept[n % 4]) + (kept[0] == n) + dynamic(n % 16);
}

static uint32_t (*const table[])(uint32_t) = {leaf, dynamic, structures, exits};

EXPORT(indirect)(uint32_t n) {
  volatile uint32_t kept[2] = {n, ~n};
  return hash(table[n % 4](n), kept[n & 1]);
}

EXPORT(stack)(void) {
  uint32_t pointer;
  __asm__("global.get __stack_pointer\nlocal.set %0" : "=r"(pointer));
  return pointer;
}
