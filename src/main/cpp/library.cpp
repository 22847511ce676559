// The whole native API as one compilation: functions that Java does not call are not compiled.

#define BINARYEN_API static

#include "binaryen-c.cpp"
#include "mewe_binaryen.cpp"
#include "jniBinaryen.cpp"

#ifdef __linux__
// The compiler links no start files, which would do this. Without it, the process would call destructors of a library
// that the JVM has unloaded, and crash when it exits.
extern "C" {
extern void* __dso_handle;
void __cxa_finalize(void*);
}

__attribute__((destructor)) static void destroyStatics() { __cxa_finalize(&__dso_handle); }
#endif
