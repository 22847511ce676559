/*
 * What Binaryen's C API (binaryen-c.h) lacks and the Java binding needs.
 *
 * Conventions: handles are those of binaryen-c.h. A name is a pointer to Binaryen's interned
 * characters, so that two names are equal exactly when their pointers are. Text and bytes go out
 * through a buffer of the calling thread: a function fills it, mewe_output_size and
 * mewe_output_copy read it. A failure is a C++ exception (a Java RuntimeException through the
 * glue), unless a function says otherwise.
 */
#ifndef MEWE_BINARYEN_H
#define MEWE_BINARYEN_H

#include "binaryen-c.h"
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Keeps Binaryen's diagnostics off the process's stderr. Idempotent. */
BINARYEN_API void mewe_initialize(void);

/* binaryen-c.h declares these through a macro, which the glue's generator does not see. */
BINARYEN_API BinaryenExpressionId BinaryenBlockId(void);
BINARYEN_API BinaryenExpressionId BinaryenLoopId(void);
BINARYEN_API BinaryenExpressionId BinaryenIfId(void);
BINARYEN_API BinaryenExpressionId BinaryenBreakId(void);
BINARYEN_API BinaryenExpressionId BinaryenSwitchId(void);
BINARYEN_API BinaryenExpressionId BinaryenCallId(void);
BINARYEN_API BinaryenExpressionId BinaryenCallIndirectId(void);
BINARYEN_API BinaryenExpressionId BinaryenCallRefId(void);
BINARYEN_API BinaryenExpressionId BinaryenLocalGetId(void);
BINARYEN_API BinaryenExpressionId BinaryenLocalSetId(void);
BINARYEN_API BinaryenExpressionId BinaryenGlobalGetId(void);
BINARYEN_API BinaryenExpressionId BinaryenGlobalSetId(void);
BINARYEN_API BinaryenExpressionId BinaryenConstId(void);
BINARYEN_API BinaryenExpressionId BinaryenUnaryId(void);
BINARYEN_API BinaryenExpressionId BinaryenBinaryId(void);
BINARYEN_API BinaryenExpressionId BinaryenSelectId(void);
BINARYEN_API BinaryenExpressionId BinaryenDropId(void);
BINARYEN_API BinaryenExpressionId BinaryenReturnId(void);
BINARYEN_API BinaryenExpressionId BinaryenNopId(void);
BINARYEN_API BinaryenExpressionId BinaryenUnreachableId(void);
BINARYEN_API BinaryenExpressionId BinaryenPopId(void);
BINARYEN_API BinaryenExpressionId BinaryenTryId(void);

/* Every feature but those whose mere presence changes the encoding into one that engines refuse. */
BINARYEN_API uint32_t mewe_safe_features(void);

/* The calling thread's output buffer. */
BINARYEN_API int64_t mewe_output_size(void);
BINARYEN_API void mewe_output_copy(uint8_t* bytes);

/* Names. */
BINARYEN_API const char* mewe_name(const uint8_t* utf8, int64_t size);
BINARYEN_API int64_t mewe_name_size(const char* name);
BINARYEN_API void mewe_name_copy(const char* name, uint8_t* bytes);

/*
 * Reads a binary with every feature allowed; a name section with zero bytes in it is left out. Returns null when it is malformed: the output buffer
 * then has the message, mewe_error_offset the byte offset (or -1).
 */
BINARYEN_API BinaryenModuleRef mewe_module_read(const uint8_t* bytes, int64_t size);
BINARYEN_API int64_t mewe_error_offset(void);

/* The same with a source map. If it is the map that is malformed, the offset is -2. */
BINARYEN_API BinaryenModuleRef mewe_module_read_mapped(const uint8_t* bytes,
                                                       int64_t size,
                                                       const uint8_t* map,
                                                       int64_t map_size);

/* The features that a module's code needs. */
BINARYEN_API uint32_t mewe_module_used_features(BinaryenModuleRef module);

/* Whether an engine needs reference types for the module. (Binaryen counts types of functions among them, so that
 * the features that a module uses do not tell.) */
BINARYEN_API bool mewe_module_uses_references(BinaryenModuleRef module);

/* The features that a binary's target_features section declares; the binary may hold nothing else. */
BINARYEN_API uint32_t mewe_declared_features(const uint8_t* bytes, int64_t size);

/* The deepest nesting of expressions in the module. */
BINARYEN_API int64_t mewe_module_depth(BinaryenModuleRef module);

/* Validates; when false, the output buffer has the messages. */
BINARYEN_API bool mewe_module_validate(BinaryenModuleRef module);
BINARYEN_API bool mewe_function_validate(BinaryenModuleRef module, BinaryenFunctionRef function);

/* Writes the binary into the output buffer. */
BINARYEN_API void mewe_module_write(BinaryenModuleRef module, bool names);

/* Writes the binary into the output buffer, with the address of a source map in it. The map is what
 * the output buffer has after mewe_output_map. */
BINARYEN_API void mewe_module_write_mapped(BinaryenModuleRef module, bool names, const char* url);
BINARYEN_API void mewe_output_map(void);

/* Makes all of a function's code stand for the first place in a source that a model's code stands for. */
BINARYEN_API void mewe_function_locate(BinaryenFunctionRef function, BinaryenFunctionRef model);

/*
 * A module that declares everything that the given one declares, its functions as imports, so that
 * bodies can be built and transformed in it and thrown away together.
 */
BINARYEN_API BinaryenModuleRef mewe_module_scratch(BinaryenModuleRef module);

/* Parses a module in the text format. */
BINARYEN_API BinaryenModuleRef mewe_module_parse(const uint8_t* text, int64_t size);

/* Copies the globals, the memories that are not imported, and the functions of another module; an
 * imported function that is already there, by name, stays. */
BINARYEN_API void
mewe_module_add_all(BinaryenModuleRef module, BinaryenModuleRef source, bool explicit_names);

BINARYEN_API BinaryenIndex mewe_global_count(BinaryenModuleRef module);
BINARYEN_API BinaryenIndex mewe_memory_count(BinaryenModuleRef module);
BINARYEN_API const char* mewe_memory_name(BinaryenModuleRef module, BinaryenIndex index);
BINARYEN_API bool mewe_memory_is_shared(BinaryenModuleRef module, BinaryenIndex index);
BINARYEN_API bool mewe_memory_is_64(BinaryenModuleRef module, BinaryenIndex index);
BINARYEN_API bool mewe_has_start(BinaryenModuleRef module);

/* The name of an import's module and field, or null for what is defined. */
BINARYEN_API const char* mewe_function_import_module(BinaryenFunctionRef function);
BINARYEN_API const char* mewe_function_import_base(BinaryenFunctionRef function);
BINARYEN_API bool mewe_function_has_explicit_name(BinaryenFunctionRef function);
BINARYEN_API void mewe_function_set_explicit_name(BinaryenFunctionRef function, bool explicit_name);

/* Moves a function's body, locals and annotations to a new function of the same type; the old one
 * keeps its place, its name and its parameters' names, and has no body until it is given one. */
BINARYEN_API BinaryenFunctionRef mewe_function_split(BinaryenModuleRef module,
                                                     BinaryenFunctionRef function,
                                                     const char* name);

/* Copies a function into a module under a name. */
BINARYEN_API BinaryenFunctionRef mewe_function_clone(BinaryenModuleRef module,
                                                     BinaryenFunctionRef function,
                                                     const char* name);

/* Renames a function and all that refers to it. */
BINARYEN_API void
mewe_function_rename(BinaryenModuleRef module, BinaryenFunctionRef function, const char* name);

/* A function that is in no module; it is freed by mewe_function_free. */
BINARYEN_API BinaryenFunctionRef mewe_function_detached(const char* name,
                                                        BinaryenHeapType type,
                                                        BinaryenType* vars,
                                                        BinaryenIndex count,
                                                        BinaryenExpressionRef body);
BINARYEN_API void mewe_function_free(BinaryenFunctionRef function);

/* Recomputes types and repairs what changed structure may have broken: the locals of non-nullable
 * types, and the place of a legacy catch's pop. */
BINARYEN_API void mewe_function_finish(BinaryenModuleRef module, BinaryenFunctionRef function);

/* Runs passes on one function, with options of its own. Names are separated by commas. */
BINARYEN_API void mewe_function_run_passes(BinaryenModuleRef module,
                                           BinaryenFunctionRef function,
                                           const char* passes,
                                           int optimize_level,
                                           int shrink_level);

/* A structural hash of a function that does not depend on the names of its labels. */
BINARYEN_API int64_t mewe_function_hash(BinaryenFunctionRef function);
BINARYEN_API bool mewe_function_equal(BinaryenFunctionRef left, BinaryenFunctionRef right);

/* The children of any expression, in the order of their execution. */
BINARYEN_API BinaryenIndex mewe_child_count(BinaryenExpressionRef expression);
BINARYEN_API void mewe_children(BinaryenExpressionRef expression, BinaryenExpressionRef* children);

/* Copies one node into a module, with other children (as many as it has). */
BINARYEN_API BinaryenExpressionRef mewe_copy_node(BinaryenModuleRef module,
                                                  BinaryenExpressionRef expression,
                                                  BinaryenExpressionRef* children,
                                                  BinaryenIndex count);

/* The bits of a scalar constant, a 32-bit one zero-extended. */
BINARYEN_API int64_t mewe_const_bits(BinaryenExpressionRef expression);

/* The memory and the offset of a load or store. */
BINARYEN_API const char* mewe_access_memory(BinaryenExpressionRef expression);
BINARYEN_API int64_t mewe_access_offset(BinaryenExpressionRef expression);

/* A load or store that is not atomic, with an offset of 64 bits. */
BINARYEN_API BinaryenExpressionRef mewe_load(BinaryenModuleRef module,
                                             const char* memory,
                                             int64_t offset,
                                             int32_t align,
                                             int32_t bytes,
                                             bool is_signed,
                                             BinaryenType type,
                                             BinaryenExpressionRef address);
BINARYEN_API BinaryenExpressionRef mewe_store(BinaryenModuleRef module,
                                              const char* memory,
                                              int64_t offset,
                                              int32_t align,
                                              int32_t bytes,
                                              BinaryenType type,
                                              BinaryenExpressionRef address,
                                              BinaryenExpressionRef value);

/* The functions that a function calls directly, each once. */
BINARYEN_API BinaryenIndex mewe_callee_count(BinaryenFunctionRef function);
BINARYEN_API void mewe_callees(BinaryenFunctionRef function, const char** names);

/* Makes a function's direct calls of some functions call others, of the same types. */
BINARYEN_API void mewe_retarget(BinaryenFunctionRef function,
                                const char** from,
                                const char** to,
                                BinaryenIndex count);

/* The functions that are referred to otherwise than by direct calls and exports: in element
 * segments, by ref.func, and as the start function. */
BINARYEN_API BinaryenIndex mewe_referenced_count(BinaryenModuleRef module);
BINARYEN_API void mewe_referenced(BinaryenModuleRef module, const char** names);

/* A call through a table, of exactly the type of a function. */
BINARYEN_API BinaryenExpressionRef mewe_call_indirect_like(BinaryenModuleRef module,
                                                           const char* table,
                                                           BinaryenFunctionRef model,
                                                           BinaryenExpressionRef target,
                                                           BinaryenExpressionRef* operands,
                                                           BinaryenIndex count,
                                                           bool tail);

/* Whether the node itself defines or uses a label. */
BINARYEN_API bool mewe_has_labels(BinaryenExpressionRef expression);

#ifdef __cplusplus
}
#endif

#endif
