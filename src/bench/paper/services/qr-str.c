// Draws a QR Code as text.
//
//   request: what shall be encoded
//   reply: rows of '#' and ' '

#include "service.h"

#define main qr_main
#include "../../../test/corpus/c/qr.c"

int handle(int length) {
  int size = qr_text((const char *)request, length, LEVEL_M, (char *)reply);
  return size > 0 ? size : -1;
}
