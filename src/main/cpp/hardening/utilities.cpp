// Replaces Binaryen's src/support/utilities.cpp, whose one function aborts the process.

#include "support/utilities.h"

#include <stdexcept>
#include <string>

[[noreturn]] static void fail(std::string what, const char* file, int line) {
  if (file) {
    what += std::string(" (") + file + ":" + std::to_string(line) + ")";
  }
  throw std::runtime_error("Binaryen: " + what);
}

void mewe_abort(const char* file, int line) { fail("internal error", file, line); }

void mewe_assertion_failed(const char* condition, const char* file, int line) {
  fail(std::string("assertion failed: ") + condition, file, line);
}

void wasm::handle_unreachable(const char* msg, const char* file, unsigned line) {
  fail(msg ? msg : "unreachable code reached", file, line);
}
