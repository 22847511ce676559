// A reactor for the tests of mewe-twins.mjs. Its functions keep data on the stack.
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <wasi/api.h>

#define EXPORT(name) __attribute__((export_name(#name), noinline)) name
#define IMPORT(name) __attribute__((import_module("env"), import_name(#name))) name

int IMPORT(add)(int a, int b);
void IMPORT(note)(const char *text);
void IMPORT(plain)(const char *text);
int IMPORT(later)(const char *text);
int IMPORT(fill)(char *buffer, int size);
int IMPORT(callback)(int n);

static void write_all(const void *bytes, size_t length) {
  __wasi_ciovec_t vectors[2] = {{bytes, length / 2}, {(const uint8_t *)bytes + length / 2, length - length / 2}};
  __wasi_size_t written;
  if (__wasi_fd_write(1, vectors, 2, &written) || written != length) abort();
}

int EXPORT(greet)(int n) {
  char text[32];
  for (int i = 0; i < n; i++) {
    write_all(text, snprintf(text, sizeof text, "hello %d\n", i));
  }
  memset(text, '?', sizeof text);
  return n;
}

int EXPORT(where)(void) {
  char here[8];
  volatile intptr_t address = (intptr_t)here;
  return (int)address;
}

int EXPORT(leak)(void) {
  char *volatile here = (char *)&here;
  write_all((void *)&here, sizeof here);
  return 0;
}

int EXPORT(echo)(void) {
  char bytes[64];
  ssize_t length = read(0, bytes, sizeof bytes);
  write_all(bytes, length);
  return length;
}

int EXPORT(drawn)(void) {
  uint32_t value[4];
  if (__wasi_random_get((uint8_t *)value, sizeof value)) abort();
  return value[0] ^ value[3];
}

int EXPORT(arguments)(void) {
  __wasi_size_t count, size;
  uint8_t *values[8], bytes[128];
  if (__wasi_args_sizes_get(&count, &size) || count > 8 || size > 128 || __wasi_args_get(values, bytes)) abort();
  int length = 0;
  for (size_t i = 0; i < count; i++) length += strlen((char *)values[i]);
  return length;
}

int EXPORT(file)(const char *path) {
  FILE *file = fopen(path, "w+");
  fputs("content", file);
  fflush(file);
  rewind(file);
  char found[16] = "";
  fgets(found, sizeof found, file);
  fclose(file);
  return strcmp(found, "content");
}

int EXPORT(sum)(int a, int b) { return add(a, b); }

int EXPORT(notes)(int is_declared) {
  char text[16] = "a note";
  (is_declared ? note : plain)(text);
  return 0;
}

int EXPORT(postponed)(int is_trapping) {
  char text[16] = "in time";
  int result = later(text);
  text[0] = '?';
  if (is_trapping) __builtin_trap();
  return result + (text[0] == '!');
}

int EXPORT(filled)(void) {
  char buffer[16];
  return fill(buffer, sizeof buffer) + buffer[3];
}

int EXPORT(called)(int n) { return callback(n) + n; }

void EXPORT(stop)(int status) {
  greet(1);
  __wasi_proc_exit(status);
}

// The stack serves as a heap whose blocks lie elsewhere in each instance.
static char *block;
static char *blocks[16];
static int count;
char *EXPORT(block_of)(int size) {
  block = (char *)((uintptr_t)malloc(size + 256) + (where() & 0x70));
  return blocks[count++ % 16] = block;
}
int EXPORT(block_sum)(const unsigned char *bytes, int size) {
  int sum = 0;
  for (int i = 0; i < size; i++) sum = sum * 31 + bytes[i];
  return sum;
}
