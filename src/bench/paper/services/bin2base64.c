// Writes bytes in base64.
//
//   request: any bytes
//   reply: text with padding

#include "service.h"

#include <sodium.h>

int handle(int length) {
  if (length > (MOST_REPLY - 1) / 4 * 3) return -1;
  size_t size = sodium_base64_ENCODED_LEN((size_t)length, sodium_base64_VARIANT_ORIGINAL);
  sodium_bin2base64((char *)reply, size, request, (size_t)length, sodium_base64_VARIANT_ORIGINAL);
  return (int)size - 1;
}
