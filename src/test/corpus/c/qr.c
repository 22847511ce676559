// A QR Code encoder after ISO/IEC 18004: byte mode, versions 1 to 15, error correction L and M.
//
// As a WASI program it encodes its standard input:
//
//   qr text|image [L|M [SCALE]]
//
// writes rows of '#' and ' ', or a PNG file. A host can call the exports qr_text and qr_image
// instead, with the buffers that qr_input and qr_output give.

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
  VERSIONS = 15,
  SIDE = 17 + 4 * VERSIONS,
  CODEWORDS = 655, // of version 15, both kinds
  MOST_CORRECTION = 30,
  QUIET = 4,
  MOST_SCALE = 16,
  IMAGE_SIDE = (SIDE + 2 * QUIET) * MOST_SCALE,
  RAW_IMAGE = IMAGE_SIDE * (1 + (IMAGE_SIDE + 7) / 8),
};

enum { LEVEL_L, LEVEL_M };

// Table 9: error correction codewords of one block, and the number of blocks.
static const uint8_t correction[2][VERSIONS] = {
  {7, 10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30, 22},
  {10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24},
};
static const uint8_t blocks[2][VERSIONS] = {
  {1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 4, 4, 6},
  {1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10},
};
// Annex E: where alignment patterns are, beyond row and column 6.
static const uint8_t alignment[VERSIONS][3] = {
  {0}, {18}, {22}, {26}, {30}, {34}, {22, 38}, {24, 42}, {26, 46}, {28, 50}, {30, 54}, {32, 58}, {34, 62},
  {26, 46, 66}, {26, 48, 70},
};

static char input[4096];
static uint8_t output[RAW_IMAGE + 1024];

// --- GF(256) with the polynomial 0x11d, and Reed-Solomon codes over it

static uint8_t power[255], logarithm[256];

static void make_field(void) {
  if (power[0]) return;
  unsigned value = 1;
  for (int i = 0; i < 255; i++) {
    power[i] = (uint8_t)value;
    logarithm[value] = (uint8_t)i;
    value <<= 1;
    if (value & 0x100) value ^= 0x11d;
  }
}

static uint8_t product(uint8_t a, uint8_t b) {
  return a && b ? power[(logarithm[a] + logarithm[b]) % 255] : 0;
}

/** The error correction codewords of a block: the remainder of its division by (x-1)(x-2)(x-4)... */
void qr_correction(const uint8_t *data, int length, int degree, uint8_t *remainder) {
  make_field();
  uint8_t generator[MOST_CORRECTION] = {0}; // the leading coefficient 1 left out
  generator[degree - 1] = 1;
  for (int root = 0; root < degree; root++)
    for (int i = 0; i < degree; i++)
      generator[i] = product(generator[i], power[root]) ^ (i + 1 < degree ? generator[i + 1] : 0);
  memset(remainder, 0, (size_t)degree);
  for (int i = 0; i < length; i++) {
    uint8_t factor = data[i] ^ remainder[0];
    memmove(remainder, remainder + 1, (size_t)degree - 1);
    remainder[degree - 1] = 0;
    for (int j = 0; j < degree; j++) remainder[j] ^= product(generator[j], factor);
  }
}

// --- the symbol

typedef struct {
  int version, side, level;
  bool dark[SIDE][SIDE], fixed[SIDE][SIDE]; // row, column
} Symbol;

static Symbol symbol;

static void set(Symbol *s, int row, int column, bool dark) {
  s->dark[row][column] = dark;
  s->fixed[row][column] = true;
}

static void finder(Symbol *s, int row, int column) {
  for (int dy = -4; dy <= 4; dy++)
    for (int dx = -4; dx <= 4; dx++) {
      int y = row + dy, x = column + dx;
      if (y < 0 || x < 0 || y >= s->side || x >= s->side) continue;
      int distance = abs(dx) > abs(dy) ? abs(dx) : abs(dy);
      set(s, y, x, distance != 2 && distance != 4);
    }
}

static void align(Symbol *s, int row, int column) {
  for (int dy = -2; dy <= 2; dy++)
    for (int dx = -2; dx <= 2; dx++)
      set(s, row + dy, column + dx, abs(dx) == 2 || abs(dy) == 2 || (!dx && !dy));
}

/** Appends the remainder of the division by a generator polynomial (BCH code). */
static unsigned protect(unsigned data, int bits, unsigned generator) {
  unsigned rest = data << bits;
  for (int i = 31; i >= bits; i--)
    if (rest >> i & 1) rest ^= generator << (i - bits);
  return data << bits | rest;
}

static void put_format(Symbol *s, int mask) {
  unsigned indicator = s->level == LEVEL_L ? 1 : 0;
  unsigned format = protect(indicator << 3 | (unsigned)mask, 10, 0x537) ^ 0x5412;
  for (int i = 0; i < 15; i++) {
    bool dark = format >> i & 1;
    int along = i < 6 ? i : i < 8 ? i + 1 : s->side - 15 + i; // column 8, downwards
    set(s, along, 8, dark);
    int across = i < 8 ? s->side - 1 - i : i == 8 ? 7 : 14 - i; // row 8, to the left
    set(s, 8, across, dark);
  }
  set(s, s->side - 8, 8, true);
}

static void put_version(Symbol *s) {
  if (s->version < 7) return;
  unsigned version = protect((unsigned)s->version, 12, 0x1f25);
  for (int i = 0; i < 18; i++) {
    set(s, i / 3, s->side - 11 + i % 3, version >> i & 1);
    set(s, s->side - 11 + i % 3, i / 3, version >> i & 1);
  }
}

/** All that does not depend on the data, with room for the format. */
static void put_patterns(Symbol *s) {
  memset(s->dark, 0, sizeof s->dark);
  memset(s->fixed, 0, sizeof s->fixed);
  for (int i = 8; i < s->side - 8; i++) {
    set(s, 6, i, i % 2 == 0);
    set(s, i, 6, i % 2 == 0);
  }
  finder(s, 3, 3);
  finder(s, 3, s->side - 4);
  finder(s, s->side - 4, 3);
  int centres[4] = {6}, count = 1;
  for (int i = 0; i < 3 && alignment[s->version - 1][i]; i++) centres[count++] = alignment[s->version - 1][i];
  for (int i = 0; i < count; i++)
    for (int j = 0; j < count; j++) {
      bool in_finder = (i == 0 && j == 0) || (i == 0 && j == count - 1) || (i == count - 1 && j == 0);
      if (!in_finder) align(s, centres[i], centres[j]);
    }
  put_format(s, 0);
  put_version(s);
}

/** A step of the walk in the order of the bits: two columns at a time, up and down, around column 6. */
typedef struct { int row, column; } Place;

static Place place_at(const Symbol *s, int step) {
  int pair = step / (2 * s->side), along = step % (2 * s->side) / 2;
  int right = s->side - 1 - 2 * pair;
  if (right <= 6) right--;
  return (Place){pair % 2 == 0 ? s->side - 1 - along : along, right - step % 2};
}

/** The next step, after one or from -1, at a module that holds data; -1 after the last. */
static int next_step(const Symbol *s, int step) {
  while (++step < s->side * (s->side - 1)) {
    Place place = place_at(s, step);
    if (!s->fixed[place.row][place.column]) return step;
  }
  return -1;
}

static int codeword_count(const Symbol *s) {
  int modules = 0;
  for (int step = next_step(s, -1); step >= 0; step = next_step(s, step)) modules++;
  return modules / 8;
}

static bool masked(int mask, int i, int j) {
  switch (mask) {
    case 0: return (i + j) % 2 == 0;
    case 1: return i % 2 == 0;
    case 2: return j % 3 == 0;
    case 3: return (i + j) % 3 == 0;
    case 4: return (i / 2 + j / 3) % 2 == 0;
    case 5: return i * j % 2 + i * j % 3 == 0;
    case 6: return (i * j % 2 + i * j % 3) % 2 == 0;
    default: return ((i + j) % 2 + i * j % 3) % 2 == 0;
  }
}

static void apply(Symbol *s, int mask) {
  for (int i = 0; i < s->side; i++)
    for (int j = 0; j < s->side; j++)
      if (!s->fixed[i][j]) s->dark[i][j] ^= masked(mask, i, j);
}

// --- the choice of the mask: section 7.8.3

static int line_penalty(const Symbol *s, int line, bool columns) {
  int penalty = 0, run = 0;
  unsigned window = 0;
  bool last = false;
  for (int i = 0; i < s->side; i++) {
    bool dark = columns ? s->dark[i][line] : s->dark[line][i];
    run = i && dark == last ? run + 1 : 1;
    if (run == 5) penalty += 3;
    if (run > 5) penalty++;
    last = dark;
    window = (window << 1 | dark) & 0x7ff;
    if (i >= 10 && (window == 0x5d || window == 0x5d0)) penalty += 40;
  }
  return penalty;
}

static int square_penalty(const Symbol *s) {
  int penalty = 0;
  for (int i = 0; i + 1 < s->side; i++)
    for (int j = 0; j + 1 < s->side; j++) {
      int sum = s->dark[i][j] + s->dark[i][j + 1] + s->dark[i + 1][j] + s->dark[i + 1][j + 1];
      if (sum % 4 == 0) penalty += 3;
    }
  return penalty;
}

static int balance_penalty(const Symbol *s) {
  int dark = 0, all = s->side * s->side;
  for (int i = 0; i < s->side; i++)
    for (int j = 0; j < s->side; j++) dark += s->dark[i][j];
  // For each 5 % from one half.
  return abs(dark * 20 - all * 10) / all * 10;
}

static int penalty(const Symbol *s) {
  int sum = square_penalty(s) + balance_penalty(s);
  for (int i = 0; i < s->side; i++) sum += line_penalty(s, i, false) + line_penalty(s, i, true);
  return sum;
}

static void choose_mask(Symbol *s) {
  int best = 0, least = 0;
  for (int mask = 0; mask < 8; mask++) {
    apply(s, mask);
    put_format(s, mask);
    int found = penalty(s);
    if (!mask || found < least) {
      least = found;
      best = mask;
    }
    apply(s, mask);
  }
  apply(s, best);
  put_format(s, best);
}

// --- the data

typedef struct {
  uint8_t bytes[CODEWORDS];
  int bits;
} Bits;

static void append(Bits *b, unsigned value, int count) {
  for (int i = count - 1; i >= 0; i--, b->bits++)
    if (value >> i & 1) b->bytes[b->bits / 8] |= (uint8_t)(0x80 >> b->bits % 8);
}

static int length_bits(int version) { return version < 10 ? 8 : 16; }

static void put_data(Symbol *s, const char *text, int length, int total, int data_count) {
  static Bits bits;
  memset(&bits, 0, sizeof bits);
  append(&bits, 4, 4);
  append(&bits, (unsigned)length, length_bits(s->version));
  for (int i = 0; i < length; i++) append(&bits, (uint8_t)text[i], 8);
  int room = data_count * 8 - bits.bits;
  append(&bits, 0, room < 4 ? room : 4);
  bits.bits = (bits.bits + 7) / 8 * 8;
  for (int i = 0; bits.bits < data_count * 8; i++) append(&bits, i % 2 ? 0x11 : 0xec, 8);

  // The last blocks are one longer where the data does not divide.
  static uint8_t sent[CODEWORDS], check[MOST_CORRECTION];
  int count = blocks[s->level][s->version - 1], degree = correction[s->level][s->version - 1];
  int shorter = data_count / count, longer = data_count % count, start = 0;
  for (int b = 0; b < count; b++) {
    bool is_longer = b >= count - longer;
    int size = shorter + is_longer;
    for (int i = 0; i < shorter; i++) sent[i * count + b] = bits.bytes[start + i];
    if (is_longer) sent[shorter * count + b - (count - longer)] = bits.bytes[start + shorter];
    qr_correction(bits.bytes + start, size, degree, check);
    for (int i = 0; i < degree; i++) sent[data_count + i * count + b] = check[i];
    start += size;
  }

  int step = -1;
  for (int i = 0; i < total * 8; i++) {
    step = next_step(s, step);
    Place place = place_at(s, step);
    s->dark[place.row][place.column] = sent[i / 8] >> (7 - i % 8) & 1;
  }
}

/** Encodes in the smallest version that has room; false if none has, or the level is unknown. */
static bool encode(Symbol *s, const char *text, int length, int level) {
  if (length < 0 || (level != LEVEL_L && level != LEVEL_M)) return false;
  s->level = level;
  for (s->version = 1; s->version <= VERSIONS; s->version++) {
    s->side = 17 + 4 * s->version;
    put_patterns(s);
    int total = codeword_count(s);
    int data = total - blocks[level][s->version - 1] * correction[level][s->version - 1];
    if (4 + length_bits(s->version) + 8 * length > 8 * data) continue;
    put_data(s, text, length, total, data);
    choose_mask(s);
    return true;
  }
  return false;
}

// --- PNG, with the pixels in stored blocks of a zlib stream

static uint8_t *big_endian(uint8_t *out, uint32_t value) {
  for (int shift = 24; shift >= 0; shift -= 8) *out++ = (uint8_t)(value >> shift);
  return out;
}

static uint32_t crc32(const uint8_t *data, size_t length) {
  uint32_t crc = 0xffffffffu;
  for (size_t i = 0; i < length; i++) {
    crc ^= data[i];
    for (int bit = 0; bit < 8; bit++) crc = crc >> 1 ^ (crc & 1 ? 0xedb88320u : 0);
  }
  return ~crc;
}

static uint32_t adler32(const uint8_t *data, size_t length) {
  uint32_t a = 1, b = 0;
  for (size_t i = 0; i < length; i++) {
    a = (a + data[i]) % 65521;
    b = (b + a) % 65521;
  }
  return b << 16 | a;
}

/** Ends a chunk whose type stands at `type`, and whose content ends at `end`. */
static uint8_t *end_chunk(uint8_t *type, uint8_t *end) {
  big_endian(type - 4, (uint32_t)(end - type - 4));
  return big_endian(end, crc32(type, (size_t)(end - type)));
}

/** One bit a pixel, dark is 0; each row starts with a filter byte, which is 0. */
static size_t draw(const Symbol *s, int scale, uint8_t *rows) {
  int pixels = (s->side + 2 * QUIET) * scale, stride = 1 + (pixels + 7) / 8;
  memset(rows, 0, (size_t)(pixels * stride));
  for (int y = 0; y < pixels; y++)
    for (int x = 0; x < pixels; x++) {
      int row = y / scale - QUIET, column = x / scale - QUIET;
      bool inside = row >= 0 && column >= 0 && row < s->side && column < s->side;
      if (!(inside && s->dark[row][column])) rows[y * stride + 1 + x / 8] |= (uint8_t)(0x80 >> x % 8);
    }
  return (size_t)(pixels * stride);
}

static int write_png(const Symbol *s, int scale, uint8_t *out) {
  static uint8_t rows[RAW_IMAGE];
  size_t size = draw(s, scale, rows);
  uint32_t pixels = (uint32_t)((s->side + 2 * QUIET) * scale);
  uint8_t *at = out;
  memcpy(at, "\x89PNG\r\n\x1a\n", 8);
  at += 8;

  uint8_t *type = at + 4;
  memcpy(type, "IHDR", 4);
  at = big_endian(big_endian(type + 4, pixels), pixels);
  memcpy(at, "\x01\0\0\0\0", 5); // one bit, grey, no interlacing
  at = end_chunk(type, at + 5);

  type = at + 4;
  memcpy(type, "IDAT\x78\x01", 6);
  at = type + 6;
  for (size_t done = 0; done < size;) {
    size_t part = size - done < 65535 ? size - done : 65535;
    *at++ = done + part == size;
    *at++ = (uint8_t)part;
    *at++ = (uint8_t)(part >> 8);
    *at++ = (uint8_t)~part;
    *at++ = (uint8_t)(~part >> 8);
    memcpy(at, rows + done, part);
    at += part;
    done += part;
  }
  at = end_chunk(type, big_endian(at, adler32(rows, size)));

  type = at + 4;
  memcpy(type, "IEND", 4);
  return (int)(end_chunk(type, type + 4) - out);
}

static int write_text(const Symbol *s, char *out) {
  char *at = out;
  for (int i = 0; i < s->side; i++) {
    for (int j = 0; j < s->side; j++) *at++ = s->dark[i][j] ? '#' : ' ';
    *at++ = '\n';
  }
  return (int)(at - out);
}

// --- what a host calls

/** A buffer of 4096 bytes for what is to be encoded. */
void *qr_input(void) { return input; }

/** A buffer that every image has room in. */
void *qr_output(void) { return output; }

/** Writes rows of '#' and ' ', each with a newline; gives their length, or 0 if there is too much to encode. */
int qr_text(const char *text, int length, int level, char *out) {
  return encode(&symbol, text, length, level) ? write_text(&symbol, out) : 0;
}

/** Writes a PNG file with a margin of 4 modules; gives its size, or 0 if that cannot be. */
int qr_image(const char *text, int length, int level, int scale, uint8_t *out) {
  if (scale < 1 || scale > MOST_SCALE || !encode(&symbol, text, length, level)) return 0;
  return write_png(&symbol, scale, out);
}

int main(int argc, char **argv) {
  bool is_text = argc > 1 && !strcmp(argv[1], "text"), is_image = argc > 1 && !strcmp(argv[1], "image");
  int level = argc < 3 || !strcmp(argv[2], "L") ? LEVEL_L : !strcmp(argv[2], "M") ? LEVEL_M : -1;
  int scale = argc < 4 ? 4 : atoi(argv[3]);
  if ((!is_text && !is_image) || level < 0 || scale < 1 || scale > MOST_SCALE) {
    fprintf(stderr, "usage: qr text|image [L|M [1..%d]]\n", MOST_SCALE);
    return 64;
  }
  int length = (int)fread(input, 1, sizeof input, stdin);
  int written = is_text ? qr_text(input, length, level, (char *)output) : qr_image(input, length, level, scale, output);
  if (!written) {
    fprintf(stderr, "qr: %d bytes are too many\n", length);
    return 1;
  }
  fwrite(output, 1, (size_t)written, stdout);
  return 0;
}
