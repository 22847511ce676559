// A heap like Emscripten's emmalloc: headers before the blocks, a list of free blocks, and no checks. A freed block is
// united with a free block behind it.
#include "program.h"

struct block {
  size_t size;  // without the header; the lowest bit is 1 while the block is free
  struct block *before;
  struct block *previous_free;
  struct block *next_free;
};

enum { HEADER = 16, FREE = 1, ARENA = 1 << 16 };

static char *arena;
static char *end;
static struct block *last;
static struct block free_blocks;
extern char __heap_base;

static void link_free(struct block *block) {
  block->size |= FREE;
  block->next_free = free_blocks.next_free;
  block->previous_free = &free_blocks;
  if (block->next_free) block->next_free->previous_free = block;
  free_blocks.next_free = block;
}

static void unlink_free(struct block *block) {
  block->previous_free->next_free = block->next_free;
  if (block->next_free) block->next_free->previous_free = block->previous_free;
  block->size &= ~(size_t)FREE;
}

static struct block *behind(struct block *block) {
  return (struct block *)((char *)block + HEADER + (block->size & ~(size_t)FREE));
}

void *malloc(size_t size) {
  size = (size + 15) & ~(size_t)15;
  for (struct block *block = free_blocks.next_free; block; block = block->next_free) {
    if ((block->size & ~(size_t)FREE) >= size) {
      unlink_free(block);
      return (char *)block + HEADER;
    }
  }
  if (!arena) {
    arena = (char *)(((uintptr_t)&__heap_base + 15) & ~(uintptr_t)15);
    end = (char *)(__builtin_wasm_memory_size(0) << 16);
  }
  if (arena + HEADER + size > end) {
    if (__builtin_wasm_memory_grow(0, (size + ARENA) >> 16) == (size_t)-1) return NULL;
    end = (char *)(__builtin_wasm_memory_size(0) << 16);
  }
  struct block *block = (struct block *)arena;
  block->size = size;
  block->before = last;
  last = block;
  arena += HEADER + size;
  return (char *)block + HEADER;
}

void free(void *pointer) {
  if (!pointer) return;
  struct block *block = (struct block *)((char *)pointer - HEADER);
  struct block *next = behind(block);
  if ((char *)next < arena && next->size & FREE) {
    unlink_free(next);
    block->size += HEADER + next->size;
    if (last == next) last = block;
  }
  link_free(block);
}

void *calloc(size_t count, size_t size) {
  void *pointer = malloc(count * size);
  return pointer ? memset(pointer, 0, count * size) : NULL;
}

void *realloc(void *pointer, size_t size) {
  void *moved = malloc(size);
  if (pointer && moved) {
    size_t old = ((struct block *)((char *)pointer - HEADER))->size;
    memcpy(moved, pointer, old < size ? old : size);
    free(pointer);
  }
  return moved;
}
