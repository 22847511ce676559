// A heap overflow that replaces the links in the header of a free block. Uniting that block with another writes a number of
// the attacker to an address of the attacker: a flag.
#include "program.h"

static volatile int is_admin;
static volatile int scratch[8];
static char *volatile comment;
static char *volatile spare;

int EXPORT(metadata)(void) {
  comment = malloc(32);
  spare = malloc(32);
  char *volatile more = malloc(32);
  free(spare);
  report(BUFFER, comment);
  report(TARGET, (const void *)&is_admin);
  report(VALUE, (const void *)scratch);
  int length = next_size();
  for (int i = 0; i < length; i++) comment[i] = (char)next();
  free(comment);
  say(is_admin ? "admin" : "user");
  return more != NULL;
}
