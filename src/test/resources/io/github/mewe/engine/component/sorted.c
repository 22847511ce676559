// Counts the words of its input in a hash table that random numbers permute, and prints them sorted: the output does
// not depend on the numbers.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SLOTS 4096

struct word {
  char text[40];
  unsigned count;
};

static struct word table[SLOTS];
static unsigned char key[16];

static unsigned hash(const char *text) {
  unsigned h = 2166136261u;
  for (unsigned i = 0; text[i]; i++) h = (h ^ (unsigned char)text[i] ^ key[i % sizeof key]) * 16777619u;
  return h ^ h >> 15;
}

static void add(const char *text) {
  unsigned at = hash(text) % SLOTS;
  while (table[at].count && strcmp(table[at].text, text)) at = (at + 1) % SLOTS;
  strcpy(table[at].text, text);
  table[at].count++;
}

static int by_count(const void *a, const void *b) {
  const struct word *x = a, *y = b;
  if (x->count != y->count) return x->count < y->count ? 1 : -1;
  return strcmp(x->text, y->text);
}

int main(int count, char **arguments) {
  if (getentropy(key, sizeof key)) return 2;
  char text[40];
  while (scanf("%39s", text) == 1) add(text);
  qsort(table, SLOTS, sizeof table[0], by_count);
  for (int i = 1; i < count; i++) printf("%s: %u\n", arguments[i], hash(arguments[i]) == hash(arguments[i]));
  for (int i = 0; i < SLOTS && table[i].count; i++) printf("%5u %s\n", table[i].count, table[i].text);
  return 0;
}
