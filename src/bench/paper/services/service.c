// A service is a WASI program that reads a request from its standard input and writes the reply to its standard output.
// A host that keeps an instance can write requests to the buffer that the export `request_buffer` gives, call the export
// `handle`, and find the reply in the buffer that `reply_buffer` gives.

#include "service.h"

#include <unistd.h>

uint8_t request[MOST_REQUEST];
uint8_t reply[MOST_REPLY];

__attribute__((export_name("request_buffer"))) uint8_t *request_buffer(void) { return request; }

__attribute__((export_name("reply_buffer"))) uint8_t *reply_buffer(void) { return reply; }

int main(void) {
  int length = 0;
  for (;;) {
    ssize_t more = read(STDIN_FILENO, request + length, (size_t)(MOST_REQUEST - length));
    if (more < 0) return 74;
    if (more == 0) break;
    length += (int)more;
  }
  int left = handle(length);
  if (left < 0) return 65;
  for (const uint8_t *from = reply; left > 0;) {
    ssize_t more = write(STDOUT_FILENO, from, (size_t)left);
    if (more <= 0) return 74;
    from += more;
    left -= (int)more;
  }
  return 0;
}
