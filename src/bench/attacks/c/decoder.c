// A converter of images that reads words of any length into buffers of 16 bytes, as libpng's pnm2png did
// (CVE-2018-14550). The overflow runs through all callers' frames into the heap behind the stack, where a web page lies.
#include "program.h"

static NOINLINE void get_token(char *token) {
  int i = 0;
  int byte;
  while ((byte = next()) >= 0 && byte != ' ' && byte != '\n') token[i++] = (char)byte;
  token[i] = 0;
}

static NOINLINE int convert(void) {
  char type[16];
  char width[16];
  char height[16];
  report(BUFFER, type);
  get_token(type);
  get_token(width);
  get_token(height);
  return type[0] == 'P' ? atoi(width) * atoi(height) : 0;
}

int EXPORT(decoder)(void) {
  char *page = malloc(128);
  strcpy(page, "<img alt='your picture' src='data:image/png;base64,AAAA'>");
  report(TARGET, page);
  int size = convert();
  say(page);
  return size;
}
