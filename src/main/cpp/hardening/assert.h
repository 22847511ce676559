// Stands before the system's <assert.h> on Binaryen's include path (and so behind <cassert> too):
// an assertion that fails throws, because the process it would abort is the user's JVM.
// No include guard: <assert.h> may be included again under another NDEBUG.

#include "no_abort.h"

#undef assert
#ifdef NDEBUG
#define assert(...) ((void)0)
#else
#define assert(...)                                                            \
  (static_cast<bool>(__VA_ARGS__)                                              \
     ? (void)0                                                                 \
     : mewe_assertion_failed(#__VA_ARGS__, __FILE__, __LINE__))
#endif
