// A reply that is longer than its text, with the address of a frame behind the text.
#include "program.h"

struct reply {
  char text[16];
  char *cursor;
};

int EXPORT(leak)(void) {
  struct reply reply = {"hello", reply.text};
  ESCAPE(&reply);
  report(BUFFER, reply.text);
  output(reply.text, next_size());
  return 0;
}
