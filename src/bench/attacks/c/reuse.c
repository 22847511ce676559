// A session that is used after it was freed. A message of the attacker gets the same block.
#include "program.h"

struct session {
  int is_admin;
  char user[28];
};

static struct session *volatile current;

int EXPORT(reuse)(void) {
  current = malloc(sizeof *current);
  current->is_admin = 0;
  free(current);
  char *volatile message = malloc(32);
  int length = next_size();
  for (int i = 0; i < length && i < 32; i++) message[i] = (char)next();
  say(current->is_admin == 1 ? "admin" : "user");
  return message[0];
}
