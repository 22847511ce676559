// A program that writes to a file with a constant name. Constants are writable in linear memory. They lie behind the stack
// if the linker places the stack first, so an overflow of the stack reaches them.
#include "program.h"

static const char path[] = "/var/log/requests.txt";

static NOINLINE int read_line(void) {
  char line[64];
  report(BUFFER, line);
  int length = next_size();
  for (int i = 0; i < length; i++) line[i] = (char)next();
  ESCAPE(line);
  return line[0];
}

int EXPORT(constant)(void) {
  report(TARGET, path);
  int first = read_line();
  save(path);
  return first;
}
