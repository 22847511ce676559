// Signed tokens, as services issue them for sessions and links:
//
//     base64url(payload) "." base64url(HMAC-SHA-256(key, payload))
//
// The host writes the input at buffer(), calls a function with its length, and reads the output from the same
// place. SHA-256 is that of FIPS 180-4, HMAC that of RFC 2104, base64url that of RFC 4648, without padding.

#include <stdint.h>

#define EXPORT(name) __attribute__((export_name(name)))

enum {
  BLOCK = 64,            // bytes that SHA-256 takes at a time
  DIGEST = 32,           // bytes of a hash
  SIGNATURE = 43,        // characters of a hash
  BUFFER = 16384,        // bytes that the host can pass
  TOO_LONG = -1,         // results other than lengths
  MALFORMED = -2,
  WRONG_SIGNATURE = -3,
};

static uint8_t buffer[BUFFER];
static uint8_t scratch[BUFFER];
static uint8_t key[BLOCK];

// ---------------------------------------------------------------- SHA-256

struct sha256 {
  uint32_t state[8];
  uint32_t length;
  uint8_t block[BLOCK];
};

static const uint32_t ROUND[BLOCK] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

static uint32_t rotated(uint32_t x, int bits) { return x >> bits | x << (32 - bits); }

static void sha256_begin(struct sha256 *hash) {
  static const uint32_t INITIAL[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                      0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
  for (int i = 0; i < 8; i++) {
    hash->state[i] = INITIAL[i];
  }
  hash->length = 0;
}

__attribute__((noinline)) static void sha256_block(uint32_t *state, const uint8_t *block) {
  uint32_t w[BLOCK];
  for (int i = 0; i < 16; i++) {
    w[i] = (uint32_t)block[4 * i] << 24 | block[4 * i + 1] << 16 | block[4 * i + 2] << 8 | block[4 * i + 3];
  }
  for (int i = 16; i < BLOCK; i++) {
    uint32_t s0 = rotated(w[i - 15], 7) ^ rotated(w[i - 15], 18) ^ w[i - 15] >> 3;
    uint32_t s1 = rotated(w[i - 2], 17) ^ rotated(w[i - 2], 19) ^ w[i - 2] >> 10;
    w[i] = w[i - 16] + s0 + w[i - 7] + s1;
  }
  uint32_t a = state[0], b = state[1], c = state[2], d = state[3];
  uint32_t e = state[4], f = state[5], g = state[6], h = state[7];
  for (int i = 0; i < BLOCK; i++) {
    uint32_t s1 = rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25);
    uint32_t t1 = h + s1 + ((e & f) ^ (~e & g)) + ROUND[i] + w[i];
    uint32_t s0 = rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22);
    uint32_t t2 = s0 + ((a & b) ^ (a & c) ^ (b & c));
    h = g, g = f, f = e, e = d + t1;
    d = c, c = b, b = a, a = t1 + t2;
  }
  state[0] += a, state[1] += b, state[2] += c, state[3] += d;
  state[4] += e, state[5] += f, state[6] += g, state[7] += h;
}

__attribute__((noinline)) static void sha256_add(struct sha256 *hash, const uint8_t *bytes, uint32_t count) {
  for (uint32_t i = 0; i < count; i++) {
    hash->block[hash->length++ % BLOCK] = bytes[i];
    if (hash->length % BLOCK == 0) {
      sha256_block(hash->state, hash->block);
    }
  }
}

__attribute__((noinline)) static void sha256_end(struct sha256 *hash, uint8_t digest[DIGEST]) {
  uint64_t bits = (uint64_t)hash->length * 8;
  uint8_t padding = 0x80;
  do {
    sha256_add(hash, &padding, 1);
    padding = 0;
  } while (hash->length % BLOCK != BLOCK - 8);
  for (int shift = 56; shift >= 0; shift -= 8) {
    uint8_t byte = (uint8_t)(bits >> shift);
    sha256_add(hash, &byte, 1);
  }
  for (int i = 0; i < DIGEST; i++) {
    digest[i] = (uint8_t)(hash->state[i / 4] >> (24 - i % 4 * 8));
  }
}

// ------------------------------------------------------------------- HMAC

static void hmac_begin(struct sha256 *hash, uint8_t pad) {
  sha256_begin(hash);
  for (int i = 0; i < BLOCK; i++) {
    uint8_t byte = key[i] ^ pad;
    sha256_add(hash, &byte, 1);
  }
}

__attribute__((noinline)) static void hmac(const uint8_t *bytes, uint32_t count, uint8_t digest[DIGEST]) {
  struct sha256 hash;
  hmac_begin(&hash, 0x36);
  sha256_add(&hash, bytes, count);
  sha256_end(&hash, digest);
  hmac_begin(&hash, 0x5c);
  sha256_add(&hash, digest, DIGEST);
  sha256_end(&hash, digest);
}

// -------------------------------------------------------------- base64url

static const uint8_t DIGITS[65] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

// Gives the number of characters.
__attribute__((noinline)) static uint32_t encode(const uint8_t *bytes, uint32_t count, uint8_t *text) {
  uint32_t length = 0, bits = 0;
  int have = 0;
  for (uint32_t i = 0; i < count; i++) {
    bits = bits << 8 | bytes[i];
    for (have += 8; have >= 6; have -= 6) {
      text[length++] = DIGITS[bits >> (have - 6) & 63];
    }
  }
  if (have > 0) {
    text[length++] = DIGITS[bits << (6 - have) & 63];
  }
  return length;
}

static int digit(uint8_t c) {
  switch (c) {
    case '-': return 62;
    case '_': return 63;
    default:
      if (c >= 'A' && c <= 'Z') return c - 'A';
      if (c >= 'a' && c <= 'z') return c - 'a' + 26;
      if (c >= '0' && c <= '9') return c - '0' + 52;
      return -1;
  }
}

// Gives the number of bytes, or MALFORMED. Each byte string has one text only: unused bits must be zero.
__attribute__((noinline)) static int decode(const uint8_t *text, uint32_t length, uint8_t *bytes) {
  uint32_t bits = 0;
  int count = 0, have = 0;
  for (uint32_t i = 0; i < length; i++) {
    int value = digit(text[i]);
    if (value < 0) {
      return MALFORMED;
    }
    bits = bits << 6 | (uint32_t)value;
    have += 6;
    if (have >= 8) {
      have -= 8;
      bytes[count++] = (uint8_t)(bits >> have);
    }
  }
  return length % 4 == 1 || bits & ((1u << have) - 1) ? MALFORMED : count;
}

// ---------------------------------------------------------------- exports

// Where the host reads and writes.
EXPORT("buffer") uint8_t *token_buffer(void) { return buffer; }

// Copies the key from the buffer and clears it there.
EXPORT("set_key") int token_set_key(uint32_t length) {
  if (length > BUFFER) {
    return TOO_LONG;
  }
  for (int i = 0; i < BLOCK; i++) {
    key[i] = 0;
  }
  if (length > BLOCK) {
    struct sha256 hash;
    sha256_begin(&hash);
    sha256_add(&hash, buffer, length);
    sha256_end(&hash, key);
  } else {
    for (uint32_t i = 0; i < length; i++) {
      key[i] = buffer[i];
    }
  }
  for (uint32_t i = 0; i < length; i++) {
    buffer[i] = 0;
  }
  return 0;
}

// From a payload to a token; gives its length, or TOO_LONG.
EXPORT("sign") int token_sign(uint32_t length) {
  if (length > BUFFER / 4 * 3 - SIGNATURE - 1) {
    return TOO_LONG;
  }
  uint8_t digest[DIGEST];
  hmac(buffer, length, digest);
  uint32_t end = encode(buffer, length, scratch);
  scratch[end++] = '.';
  end += encode(digest, DIGEST, scratch + end);
  for (uint32_t i = 0; i < end; i++) {
    buffer[i] = scratch[i];
  }
  return (int)end;
}

// From a token to its payload; gives its length, or the reason why there is none.
EXPORT("verify") int token_verify(uint32_t length) {
  if (length > BUFFER) {
    return TOO_LONG;
  }
  if (length < SIGNATURE + 1 || buffer[length - SIGNATURE - 1] != '.') {
    return MALFORMED;
  }
  uint32_t point = length - SIGNATURE - 1;
  int count = decode(buffer, point, scratch);
  if (count < 0) {
    return MALFORMED;
  }
  uint8_t digest[DIGEST], signature[SIGNATURE + 1];
  hmac(scratch, (uint32_t)count, digest);
  encode(digest, DIGEST, signature);
  uint8_t difference = 0;
  for (uint32_t i = 0; i < SIGNATURE; i++) {
    difference |= signature[i] ^ buffer[point + 1 + i];
  }
  if (difference) {
    return WRONG_SIGNATURE;
  }
  for (int i = 0; i < count; i++) {
    buffer[i] = scratch[i];
  }
  return count;
}
