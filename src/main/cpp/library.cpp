// The whole native API as one compilation: functions that Java does not call are not compiled.

#define BINARYEN_API static

#include "binaryen-c.cpp"
#include "mewe_binaryen.cpp"
#include "jniBinaryen.cpp"
