// A service that answers through a function pointer. The overflow of a buffer in a called function replaces the pointer,
// so that a function of maintenance runs a command of the attacker.
#include "program.h"

typedef void action(const char *text);

struct job {
  action *action;
  char text[44];
};

static NOINLINE void answer(const char *text) { say(text); }

static NOINLINE void maintain(const char *text) { execute(text); }

static NOINLINE int read_name(void) {
  char name[24];
  report(BUFFER, name);
  int length = next_size();
  for (int i = 0; i < length; i++) name[i] = (char)next();
  ESCAPE(name);
  return name[0];
}

int EXPORT(command)(void) {
  struct job job = {answer, "hello"};
  ESCAPE(&job);
  report(TARGET, &job);
  report(VALUE, (const void *)maintain);
  int first = read_name();
  job.action(job.text);
  return first;
}

int EXPORT(nightly)(void) {
  maintain("compact");
  return 0;
}
