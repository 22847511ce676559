// A QR Code encoder that is called from outside: the program around it is left out.

#define main qr_main
#include "qr.c"

#define EXPORTED(name) __attribute__((export_name(#name)))

/** A buffer of 4096 bytes for the text to encode. */
EXPORTED(text_buffer) void *text_buffer(void) { return qr_input(); }

/** The address of the picture. */
EXPORTED(picture_buffer) void *picture_buffer(void) { return qr_output(); }

/** Draws a PNG file of the text in the buffer; gives its size, or 0 if there is too much to encode. */
EXPORTED(draw_picture) int draw_picture(int length) { return qr_image(input, length, LEVEL_M, 4, output); }
