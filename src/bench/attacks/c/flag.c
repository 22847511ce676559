// An overflow from a called function's frame into its caller's, where a flag lies.
#include "program.h"

static NOINLINE int read_name(void) {
  char name[16];
  report(BUFFER, name);
  int length = next_size();
  for (int i = 0; i < length; i++) name[i] = (char)next();
  ESCAPE(name);
  return name[0];
}

int EXPORT(flag)(void) {
  int is_admin = 0;
  ESCAPE(&is_admin);
  report(TARGET, &is_admin);
  int first = read_name();
  say(is_admin == 1 ? "admin" : "user");
  return first;
}
