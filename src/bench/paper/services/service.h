// What the services have in common: see service.c.

#include <stddef.h>
#include <stdint.h>

enum { MOST_REQUEST = 1 << 13, MOST_REPLY = 1 << 15 };

extern uint8_t request[MOST_REQUEST];
extern uint8_t reply[MOST_REPLY];

/**
 * Handles the request: each service has its own.
 *
 * @param length the length of the request
 * @return the length of the reply, or -1 if the request is not such as the service takes
 */
int handle(int length) __attribute__((export_name("handle")));
