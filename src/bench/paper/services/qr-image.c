// Draws a QR Code as a picture.
//
//   request: what shall be encoded
//   reply: a PNG file, a module of the code being 4 pixels wide

#include "service.h"

#define main qr_main
#include "../../../test/corpus/c/qr.c"

int handle(int length) {
  int size = qr_image((const char *)request, length, LEVEL_M, 4, reply);
  return size > 0 ? size : -1;
}
