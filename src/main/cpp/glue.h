// Helpers for the JNI binding that the C API lacks.

#pragma once

#include "binaryen-c.h"

// Binaryen interns names, so equal names have equal pointers, which Java keeps as numbers. The build
// replaces const char* by BinaryenName in the copies of the headers that JavaCPP parses.
typedef const char* BinaryenName;

// Constants. BinaryenConst takes a struct by value, which Java cannot pass.

static inline BinaryenExpressionRef mewe_const_i32(BinaryenModuleRef module, int32_t value) {
  return BinaryenConst(module, BinaryenLiteralInt32(value));
}

static inline BinaryenExpressionRef mewe_const_i64(BinaryenModuleRef module, int64_t value) {
  return BinaryenConst(module, BinaryenLiteralInt64(value));
}

static inline BinaryenExpressionRef mewe_const_f32(BinaryenModuleRef module, int32_t bits) {
  return BinaryenConst(module, BinaryenLiteralFloat32Bits(bits));
}

static inline BinaryenExpressionRef mewe_const_f64(BinaryenModuleRef module, int64_t bits) {
  return BinaryenConst(module, BinaryenLiteralFloat64Bits(bits));
}

static inline BinaryenExpressionRef mewe_const_v128(BinaryenModuleRef module, const uint8_t* bytes) {
  return BinaryenConst(module, BinaryenLiteralVec128(bytes));
}
