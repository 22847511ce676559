// Counts the words of a text: reads stdin, writes stdout. Allocation, sorting through a function pointer, floats.

#include <ctype.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BUCKETS 1024
#define SHOWN 12

struct word {
  struct word *next;
  char *text;
  unsigned count;
};

static struct word *buckets[BUCKETS];
static unsigned distinct;

static uint32_t hash(const char *text) {
  uint32_t h = 2166136261u;
  for (; *text; text++) h = (h ^ (uint8_t)*text) * 16777619u;
  return h;
}

static uint32_t crc32(uint32_t crc, const uint8_t *bytes, size_t n) {
  crc = ~crc;
  for (size_t i = 0; i < n; i++) {
    crc ^= bytes[i];
    for (int bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ (0xedb88320u & -(crc & 1));
  }
  return ~crc;
}

static void count(const char *text) {
  struct word **at = &buckets[hash(text) % BUCKETS];
  for (; *at; at = &(*at)->next) {
    if (strcmp((*at)->text, text) == 0) {
      (*at)->count++;
      return;
    }
  }
  *at = calloc(1, sizeof **at);
  (*at)->text = strdup(text);
  (*at)->count = 1;
  distinct++;
}

static int frequent_first(const void *a, const void *b) {
  const struct word *x = *(struct word *const *)a, *y = *(struct word *const *)b;
  return x->count != y->count ? (x->count < y->count ? 1 : -1) : strcmp(x->text, y->text);
}

// Collatz steps: what this function does needs nothing from outside, so that it runs where there is no WASI at all.
__attribute__((noinline)) static unsigned steps(uint64_t n) {
  unsigned count = 0;
  for (; n != 1; count++) n = n % 2 ? 3 * n + 1 : n / 2;
  return count;
}

volatile unsigned longest;

__attribute__((export_name("warm_up"))) void warm_up(void) {
  for (uint64_t n = 1; n <= 300; n++) {
    unsigned count = steps(n);
    if (count > longest) longest = count;
  }
}

int main(void) {
  static char buffer[1 << 16];
  char word[64];
  size_t length = 0, n, bytes = 0;
  unsigned words = 0, letters = 0, lines = 0;
  uint32_t crc = 0;
  while ((n = fread(buffer, 1, sizeof buffer, stdin)) > 0) {
    crc = crc32(crc, (const uint8_t *)buffer, n);
    bytes += n;
    for (size_t i = 0; i < n; i++) {
      unsigned char c = buffer[i];
      lines += c == '\n';
      if (isalnum(c) && length < sizeof word - 1) {
        word[length++] = (char)tolower(c);
      } else if (length > 0) {
        word[length] = 0;
        letters += length;
        words++;
        count(word);
        length = 0;
      }
    }
  }
  if (length > 0) {
    word[length] = 0;
    letters += length;
    words++;
    count(word);
  }

  struct word **all = malloc((distinct + 1) * sizeof *all);
  unsigned filled = 0;
  for (unsigned i = 0; i < BUCKETS; i++) {
    for (struct word *w = buckets[i]; w; w = w->next) all[filled++] = w;
  }
  qsort(all, filled, sizeof *all, frequent_first);

  warm_up();
  printf("%zu bytes, crc %08x, %u lines, %u words, %u of them distinct, %.4f letters each, longest %u\n", bytes, crc,
         lines, words, distinct, words ? (double)letters / words : 0.0, longest);
  for (unsigned i = 0; i < filled && i < SHOWN; i++) printf("%6u %s\n", all[i]->count, all[i]->text);
  return 0;
}
