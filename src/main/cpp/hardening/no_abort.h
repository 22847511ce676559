// Included before everything else in each of Binaryen's source files: what would end the process
// throws std::runtime_error instead. These functions must not be noexcept, as the C library's are.

#pragma once

#include <cstdlib>

[[noreturn]] void mewe_abort(const char* file, int line);
[[noreturn]] void mewe_assertion_failed(const char* condition, const char* file, int line);

#define abort() mewe_abort(__FILE__, __LINE__)
