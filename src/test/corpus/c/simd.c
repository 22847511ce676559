// Kernels in 128-bit SIMD, some by intrinsics, some left to the compiler's vectoriser.

#include <stdint.h>
#include <string.h>
#include <wasm_simd128.h>

#define EXPORT(name) __attribute__((export_name(#name))) name

enum { SIZE = 1 << 16 };
static _Alignas(16) uint8_t input[SIZE], output[SIZE];

uint8_t *EXPORT(in)(void) { return input; }
uint8_t *EXPORT(out)(void) { return output; }

// Alpha blending: the two halves of the input, weighted by `alpha`.
void EXPORT(blend)(int alpha) {
  v128_t a = wasm_i16x8_splat((int16_t)alpha), b = wasm_i16x8_splat((int16_t)(256 - alpha));
  for (int i = 0; i < SIZE / 2; i += 16) {
    v128_t x = wasm_v128_load(input + i), y = wasm_v128_load(input + SIZE / 2 + i);
    v128_t low = wasm_i16x8_add(wasm_i16x8_mul(wasm_u16x8_extend_low_u8x16(x), a),
                                wasm_i16x8_mul(wasm_u16x8_extend_low_u8x16(y), b));
    v128_t high = wasm_i16x8_add(wasm_i16x8_mul(wasm_u16x8_extend_high_u8x16(x), a),
                                 wasm_i16x8_mul(wasm_u16x8_extend_high_u8x16(y), b));
    wasm_v128_store(output + i, wasm_u8x16_narrow_i16x8(wasm_u16x8_shr(low, 8), wasm_u16x8_shr(high, 8)));
  }
}

// Saturating and averaging arithmetic, comparisons and a bit select.
int EXPORT(saturate)(int step) {
  v128_t s = wasm_u8x16_splat((uint8_t)step);
  int ones = 0;
  for (int i = 0; i < SIZE; i += 16) {
    v128_t x = wasm_v128_load(input + i);
    v128_t up = wasm_u8x16_add_sat(x, s), down = wasm_i8x16_sub_sat(x, s);
    v128_t mask = wasm_u8x16_gt(up, wasm_u8x16_avgr(x, down));
    wasm_v128_store(output + i, wasm_v128_bitselect(wasm_u8x16_max(up, down), wasm_i8x16_abs(down), mask));
    ones += __builtin_popcount((unsigned)wasm_i8x16_bitmask(mask)) + (wasm_i8x16_all_true(x) ? 1000 : 0);
  }
  return ones;
}

// Hexadecimal text through a table look-up in a vector.
void EXPORT(hex)(int length) {
  v128_t digits = wasm_v128_load("0123456789abcdef"), nibble = wasm_u8x16_splat(15);
  for (int i = 0; i < length; i += 16) {
    v128_t x = wasm_v128_load(input + i);
    v128_t high = wasm_i8x16_swizzle(digits, wasm_u8x16_shr(x, 4));
    v128_t low = wasm_i8x16_swizzle(digits, wasm_v128_and(x, nibble));
    wasm_v128_store(output + 2 * i,
        wasm_i8x16_shuffle(high, low, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23));
    wasm_v128_store(output + 2 * i + 16,
        wasm_i8x16_shuffle(high, low, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31));
  }
}

// Dot product of 16-bit integers, in 64 bits.
int64_t EXPORT(dot)(int length) {
  v128_t sum = wasm_i64x2_splat(0);
  for (int i = 0; i < length; i += 16) {
    v128_t d = wasm_i32x4_dot_i16x8(wasm_v128_load(input + i), wasm_v128_load(input + SIZE / 2 + i));
    sum = wasm_i64x2_add(sum, wasm_i64x2_add(wasm_i64x2_extend_low_i32x4(d), wasm_i64x2_extend_high_i32x4(d)));
  }
  return wasm_i64x2_extract_lane(sum, 0) + wasm_i64x2_extract_lane(sum, 1);
}

// The Mandelbrot set, four points at a time.
int EXPORT(mandelbrot)(float left, float top, float step, int width, int height, int limit) {
  int total = 0;
  for (int py = 0; py < height; py++) {
    for (int px = 0; px < width; px += 4) {
      float at = left + step * (float)px;
      v128_t cx = wasm_f32x4_add(wasm_f32x4_splat(at), wasm_f32x4_mul(wasm_f32x4_splat(step), wasm_f32x4_const(0, 1, 2, 3)));
      v128_t cy = wasm_f32x4_splat(top + step * (float)py);
      v128_t x = wasm_f32x4_splat(0), y = x, count = wasm_i32x4_splat(0);
      for (int i = 0; i < limit; i++) {
        v128_t xx = wasm_f32x4_mul(x, x), yy = wasm_f32x4_mul(y, y);
        v128_t inside = wasm_f32x4_le(wasm_f32x4_add(xx, yy), wasm_f32x4_splat(4));
        if (!wasm_v128_any_true(inside)) break;
        count = wasm_i32x4_sub(count, inside);
        y = wasm_f32x4_add(wasm_f32x4_mul(wasm_f32x4_mul(x, y), wasm_f32x4_splat(2)), cy);
        x = wasm_f32x4_add(wasm_f32x4_sub(xx, yy), cx);
      }
      for (int lane = 0; lane < 4; lane++) {
        int n = ((int32_t *)&count)[lane];
        output[(py * width + px + lane) % SIZE] = (uint8_t)n;
        total += n;
      }
    }
  }
  return total;
}

// Sums in double precision, with conversions and rounding.
double EXPORT(statistics)(int length) {
  v128_t sum = wasm_f64x2_splat(0), square = sum, least = wasm_f64x2_splat(1e300);
  for (int i = 0; i < length; i += 16) {
    v128_t x = wasm_v128_load(input + i);
    v128_t low = wasm_f64x2_convert_low_i32x4(x), high = wasm_f64x2_convert_low_u32x4(wasm_i64x2_shr(x, 32));
    v128_t root = wasm_f64x2_sqrt(wasm_f64x2_abs(low));
    sum = wasm_f64x2_add(sum, wasm_f64x2_nearest(root));
    square = wasm_f64x2_add(square, wasm_f64x2_div(high, wasm_f64x2_add(root, wasm_f64x2_splat(1))));
    least = wasm_f64x2_min(least, wasm_f64x2_floor(wasm_f64x2_neg(low)));
    wasm_v128_store(output + i, wasm_i32x4_trunc_sat_f64x2_zero(wasm_f64x2_mul(root, root)));
  }
  return wasm_f64x2_extract_lane(sum, 0) + wasm_f64x2_extract_lane(square, 1) * 1e-6
      + wasm_f64x2_extract_lane(least, 0) * 1e-9 + wasm_f64x2_extract_lane(sum, 1) / 3;
}

// Left to the vectoriser: a moving average, and ChaCha20's rounds over four blocks side by side.
void EXPORT(smooth)(int length) {
  const int16_t *restrict in16 = (const int16_t *)input;
  int16_t *restrict out16 = (int16_t *)output;
  for (int i = 1; i < length - 1; i++) out16[i] = (int16_t)((in16[i - 1] + 2 * in16[i] + in16[i + 1]) >> 2);
}

void EXPORT(chacha)(int rounds) {
  uint32_t x[16][4];
  memcpy(x, input, sizeof x);
  static const uint8_t order[8][4] = {{0, 4, 8, 12}, {1, 5, 9, 13}, {2, 6, 10, 14}, {3, 7, 11, 15},
                                      {0, 5, 10, 15}, {1, 6, 11, 12}, {2, 7, 8, 13}, {3, 4, 9, 14}};
  static const uint8_t turn[4] = {16, 12, 8, 7};
  for (int r = 0; r < rounds; r++)
    for (int q = 0; q < 8; q++)
      for (int s = 0; s < 4; s++) {
        uint32_t *a = x[order[q][s & 1 ? 2 : 0]], *b = x[order[q][s & 1 ? 3 : 1]], *d = x[order[q][s & 1 ? 1 : 3]];
        for (int lane = 0; lane < 4; lane++) {
          a[lane] += b[lane];
          d[lane] ^= a[lane];
          d[lane] = d[lane] << turn[s] | d[lane] >> (32 - turn[s]);
        }
      }
  memcpy(output, x, sizeof x);
}
