// Uses every function of the allocator. Results do not depend on addresses.

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#ifdef PLAIN
// A program without aligned_alloc and posix_memalign.
#define ALIGNMENTS 1
#define aligned_alloc(alignment, size) malloc(size)
#define posix_memalign(block, alignment, size) (!(*(block) = malloc(size)))
#else
#define ALIGNMENTS 6
#endif

#define EXPORT(name) __attribute__((export_name(#name)))

static uint32_t state;

static uint32_t next(void) {
  state = state * 1664525u + 1013904223u;
  return state >> 8;
}

enum { BLOCKS = 64 };

static struct {
  unsigned char *bytes;
  uint32_t size;
  unsigned char fill;
} blocks[BLOCKS];

static void *allocate(uint32_t size) {
  void *p = 0;
  size_t alignment = 16u << next() % ALIGNMENTS;
  switch (next() % 5) {
    case 0:
      return malloc(size);
    case 1:
      p = calloc(size / 4 + 1, 4);
      for (uint32_t i = 0; i < size; i++)
        if (((unsigned char *)p)[i]) return 0;
      return p;
    case 2:
      p = aligned_alloc(alignment, size);
      return (uintptr_t)p % alignment ? 0 : p;
    case 3:
      if (posix_memalign(&p, alignment, size)) return 0;
      return (uintptr_t)p % alignment ? 0 : p;
    default:
      return realloc(0, size);
  }
}

// Returns a hash of all contents; 0 if an allocation or a content is wrong.
EXPORT(work) uint32_t work(uint32_t seed, uint32_t steps) {
  uint32_t hash = 1;
  state = seed;
  while (steps--) {
    uint32_t i = next() % BLOCKS;
    for (uint32_t j = 0; j < blocks[i].size; j++)
      if (blocks[i].bytes[j] != blocks[i].fill) return 0;
    uint32_t size = next() % 16 ? next() % 200 : next() % 20000;
    if (blocks[i].bytes && next() % 2) {
      uint32_t kept = size < blocks[i].size ? size : blocks[i].size;
      blocks[i].bytes = realloc(blocks[i].bytes, size);
      if (!blocks[i].bytes) return 0;
      for (uint32_t j = 0; j < kept; j++)
        if (blocks[i].bytes[j] != blocks[i].fill) return 0;
    } else {
      free(blocks[i].bytes);
      blocks[i].bytes = allocate(size);
      if (!blocks[i].bytes) return 0;
    }
    if ((uintptr_t)blocks[i].bytes % 16) return 0;
    blocks[i].size = size;
    blocks[i].fill = next();
    memset(blocks[i].bytes, blocks[i].fill, size);
    hash = hash * 31 + blocks[i].fill + size;
  }
  return hash | 1;
}

EXPORT(clear) void clear(void) {
  for (int i = 0; i < BLOCKS; i++) {
    free(blocks[i].bytes);
    blocks[i].bytes = 0;
    blocks[i].size = 0;
  }
}

// Writes bytes from an offset of a block on, which may be negative, and frees it.
EXPORT(write) void write(uint32_t size, int32_t offset, uint32_t count, uint32_t value) {
  volatile unsigned char *p = malloc(size);
  while (count--) p[offset++] = value;
  free((void *)p);
}

EXPORT(write_and_grow) void write_and_grow(uint32_t size, int32_t offset, uint32_t count, uint32_t value) {
  volatile unsigned char *p = malloc(size);
  while (count--) p[offset++] = value;
  free(realloc((void *)p, size * 2));
}

EXPORT(free_twice) void free_twice(uint32_t size) {
  void *volatile p = malloc(size);
  void *volatile q = p;
  free(p);
  free(q);
}

// Counts the rounds in which a freed block's place was used again at once.
EXPORT(reuse) uint32_t reuse(uint32_t size, uint32_t rounds) {
  uint32_t count = 0;
  while (rounds--) {
    void *volatile p = malloc(size);
    uintptr_t place = (uintptr_t)p;
    free(p);
    void *volatile q = malloc(size);
    count += (uintptr_t)q == place;
    free(q);
  }
  return count;
}

EXPORT(place) uint32_t place(uint32_t size) {
  void *volatile p = malloc(size);
  return (uintptr_t)p;
}

// Takes all memory, gives it back and does it again. Returns the number of blocks the second time, in per cent.
EXPORT(exhaust) uint32_t exhaust(uint32_t size) {
  uint32_t counts[2];
  for (int i = 0; i < 2; i++) {
    void **first = 0;
    for (counts[i] = 0;; counts[i]++) {
      void **p = malloc(size);
      if (!p) break;
      *p = first;
      first = p;
    }
    while (first) {
      void **following = *first;
      free(first);
      first = following;
    }
  }
  return counts[1] * 100 / counts[0];
}

// The number of impossible requests that are refused, of six.
EXPORT(refused) uint32_t refused(void) {
  void *volatile kept = malloc(5000);
  void *out = 0;
  memset(kept, 7, 5000);
  uint32_t count = posix_memalign(&out, 64, 0xfffffff8u) && !out;
  void *volatile results[] = {
    malloc(0xfffffff0u),
    calloc(65536, 65537),
    calloc(0xfffffff8u, 1),
    realloc(kept, 0xffffff00u),
    aligned_alloc(64, 0xffffffe0u),
  };
  for (unsigned i = 0; i < sizeof results / sizeof *results; i++) count += !results[i];
  for (int i = 0; i < 5000; i++)
    if (((unsigned char *)kept)[i] != 7) return 0;
  free(kept);
  return count;
}
