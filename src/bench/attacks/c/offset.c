// A write at an unchecked index: it changes one byte of the caller's frame and nothing between.
#include "program.h"

static NOINLINE int set_option(void) {
  char options[16] = {0};
  ESCAPE(options);
  report(BUFFER, options);
  int index = next_size();
  options[index] = (char)next();
  ESCAPE(options);
  return options[0];
}

int EXPORT(offset)(void) {
  int is_admin = 0;
  ESCAPE(&is_admin);
  report(TARGET, &is_admin);
  int first = set_option();
  say(is_admin == 1 ? "admin" : "user");
  return first;
}
