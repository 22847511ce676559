// What the attacked programs share: the host's functions, and the reports from which exploits are built.
#ifndef PROGRAM_H
#define PROGRAM_H

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define EXPORT(name) __attribute__((export_name(#name), noinline)) name
#define IMPORT(name) __attribute__((import_module("env"), import_name(#name))) name
#define NOINLINE __attribute__((noinline))

// Makes the compiler assume that the memory at an address can be read and written elsewhere.
#define ESCAPE(address) __asm__ volatile("" : : "r"(address) : "memory")

int IMPORT(next)(void);                                   // the next byte of the request, or -1
void IMPORT(output)(const char *bytes, size_t length);    // sends a part of the response
void IMPORT(execute)(const char *command);                // runs a command
void IMPORT(save)(const char *path);                      // writes a file
void IMPORT(report)(int place, const void *address);      // tells the harness where something lies
enum place { BUFFER, TARGET, VALUE };

static inline void say(const char *text) { output(text, strlen(text)); }

static inline int next_size(void) {
  int low = next();
  return low | next() << 8;
}

#endif
