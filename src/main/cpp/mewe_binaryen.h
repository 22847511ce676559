/*
 * Functions that the Java binding needs and Binaryen's C API (binaryen-c.h) lacks.
 *
 * Handles are those of binaryen-c.h. A name is a pointer to characters that Binaryen interned, so
 * two names are equal if and only if their pointers are. Functions return text and bytes in a
 * buffer of the calling thread, which mewe_output_size and mewe_output_copy read. Unless documented
 * otherwise, a failure throws a C++ exception, which the glue converts to a Java RuntimeException.
 */
#ifndef MEWE_BINARYEN_H
#define MEWE_BINARYEN_H

#include "binaryen-c.h"
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Redirects Binaryen's diagnostics away from the stderr of the process. Idempotent. */
BINARYEN_API void mewe_initialize(void);

/* binaryen-c.h declares these with a macro that JavaCPP cannot expand. */
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

/* All features except those that make Binaryen write an encoding that some engines reject. */
BINARYEN_API uint32_t mewe_safe_features(void);

/* The calling thread's output buffer. */
BINARYEN_API int64_t mewe_output_size(void);
BINARYEN_API void mewe_output_copy(uint8_t* bytes);

/* Names. */
BINARYEN_API const char* mewe_name(const uint8_t* utf8, int64_t size);
BINARYEN_API int64_t mewe_name_size(const char* name);
BINARYEN_API void mewe_name_copy(const char* name, uint8_t* bytes);

/*
 * Reads a binary with all features enabled, and ignores a name section with a zero byte in a name.
 * Returns null if the binary is malformed. Then the output buffer contains the message, and
 * mewe_error_offset returns the byte offset, or -1 if it is unknown.
 */
BINARYEN_API BinaryenModuleRef mewe_module_read(const uint8_t* bytes, int64_t size);
BINARYEN_API int64_t mewe_error_offset(void);

/* Reads a binary and its source map. The error offset is -2 if the map is malformed. */
BINARYEN_API BinaryenModuleRef mewe_module_read_mapped(const uint8_t* bytes,
                                                       int64_t size,
                                                       const uint8_t* map,
                                                       int64_t map_size);

/* Disposes a module, and returns memory to the operating system that the C library would keep. */
BINARYEN_API void mewe_module_dispose(BinaryenModuleRef module);

/* The features that the code of a module requires. */
BINARYEN_API uint32_t mewe_module_used_features(BinaryenModuleRef module);

/* Determines if the module requires an engine with reference types. (mewe_module_used_features
 * cannot answer this, because Binaryen counts function types as reference types.) */
BINARYEN_API bool mewe_module_uses_references(BinaryenModuleRef module);

/* The features that the target_features section of a binary declares. Other sections are optional. */
BINARYEN_API uint32_t mewe_declared_features(const uint8_t* bytes, int64_t size);

/* The maximum nesting depth of expressions in a module. */
BINARYEN_API int64_t mewe_module_depth(BinaryenModuleRef module);

/* Validates. If the result is false, the output buffer contains the messages. */
BINARYEN_API bool mewe_module_validate(BinaryenModuleRef module);
BINARYEN_API bool mewe_function_validate(BinaryenModuleRef module, BinaryenFunctionRef function);

/* Writes the binary to the output buffer. */
BINARYEN_API void mewe_module_write(BinaryenModuleRef module, bool names);

/* Writes the binary, including the URL of its source map, to the output buffer. mewe_output_map then
 * moves the map to the output buffer. */
BINARYEN_API void mewe_module_write_mapped(BinaryenModuleRef module, bool names, const char* url);
BINARYEN_API void mewe_output_map(void);

/* Maps all code of a function to the first source location of the model's code. */
BINARYEN_API void mewe_function_locate(BinaryenFunctionRef function, BinaryenFunctionRef model);

/*
 * Creates a temporary module with the declarations of another. Its functions are imports. Disposing
 * it frees all bodies that were built in it.
 */
BINARYEN_API BinaryenModuleRef mewe_module_scratch(BinaryenModuleRef module);

/* Parses a module in the text format. */
BINARYEN_API BinaryenModuleRef mewe_module_parse(const uint8_t* text, int64_t size);

/* Copies globals, defined memories and functions from another module. Skips imported functions whose
 * name the module already has. */
BINARYEN_API void
mewe_module_add_all(BinaryenModuleRef module, BinaryenModuleRef source, bool explicit_names);

BINARYEN_API BinaryenIndex mewe_global_count(BinaryenModuleRef module);
BINARYEN_API BinaryenIndex mewe_memory_count(BinaryenModuleRef module);
BINARYEN_API const char* mewe_memory_name(BinaryenModuleRef module, BinaryenIndex index);
BINARYEN_API bool mewe_memory_is_shared(BinaryenModuleRef module, BinaryenIndex index);
BINARYEN_API bool mewe_memory_is_64(BinaryenModuleRef module, BinaryenIndex index);
BINARYEN_API bool mewe_has_start(BinaryenModuleRef module);

/* The module and field name of an import; null for a defined function. */
BINARYEN_API const char* mewe_function_import_module(BinaryenFunctionRef function);
BINARYEN_API const char* mewe_function_import_base(BinaryenFunctionRef function);
BINARYEN_API bool mewe_function_has_explicit_name(BinaryenFunctionRef function);
BINARYEN_API void mewe_function_set_explicit_name(BinaryenFunctionRef function, bool explicit_name);

/* Moves a function's body, locals and annotations to a new function of the same type. The old function
 * keeps its index, its name and the names of its parameters, and needs a new body. */
BINARYEN_API BinaryenFunctionRef mewe_function_split(BinaryenModuleRef module,
                                                     BinaryenFunctionRef function,
                                                     const char* name);

/* Copies a function to a module under a new name. */
BINARYEN_API BinaryenFunctionRef mewe_function_clone(BinaryenModuleRef module,
                                                     BinaryenFunctionRef function,
                                                     const char* name);

/* Lets defined functions, each listed once, take each other's indices: the first gets the lowest one. */
BINARYEN_API void
mewe_module_reorder(BinaryenModuleRef module, BinaryenFunctionRef* functions, BinaryenIndex count);

/* Renames a function and updates all references to it. */
BINARYEN_API void
mewe_function_rename(BinaryenModuleRef module, BinaryenFunctionRef function, const char* name);

/* Creates a function outside any module. The caller frees it with mewe_function_free. */
BINARYEN_API BinaryenFunctionRef mewe_function_detached(const char* name,
                                                        BinaryenHeapType type,
                                                        BinaryenType* vars,
                                                        BinaryenIndex count,
                                                        BinaryenExpressionRef body);
BINARYEN_API void mewe_function_free(BinaryenFunctionRef function);

/* Recomputes types and repairs a function after a change of its structure: non-nullable locals, and
 * the position of a legacy catch's pop. */
BINARYEN_API void mewe_function_finish(BinaryenModuleRef module, BinaryenFunctionRef function);

/* Runs passes on one function, independent of the global options. Commas separate the names. */
BINARYEN_API void mewe_function_run_passes(BinaryenModuleRef module,
                                           BinaryenFunctionRef function,
                                           const char* passes,
                                           int optimize_level,
                                           int shrink_level);

/* Runs the registered passes of the default pipeline at optimisation level 2 on a module. */
BINARYEN_API void mewe_module_optimize(BinaryenModuleRef module);

/* A structural hash of a function that ignores the names of labels. */
BINARYEN_API int64_t mewe_function_hash(BinaryenFunctionRef function);
BINARYEN_API bool mewe_function_equal(BinaryenFunctionRef left, BinaryenFunctionRef right);

/* The children of an expression in execution order. */
BINARYEN_API BinaryenIndex mewe_child_count(BinaryenExpressionRef expression);
BINARYEN_API void mewe_children(BinaryenExpressionRef expression, BinaryenExpressionRef* children);

/* Copies a node to a module and replaces all its children. */
BINARYEN_API BinaryenExpressionRef mewe_copy_node(BinaryenModuleRef module,
                                                  BinaryenExpressionRef expression,
                                                  BinaryenExpressionRef* children,
                                                  BinaryenIndex count);

/* Create nodes like BinaryenBlock and BinaryenCall, which allocate longer lists of children. */
BINARYEN_API BinaryenExpressionRef mewe_block(BinaryenModuleRef module,
                                              const char* label,
                                              BinaryenExpressionRef* items,
                                              BinaryenIndex count,
                                              BinaryenType type);
BINARYEN_API BinaryenExpressionRef mewe_call(BinaryenModuleRef module,
                                             const char* target,
                                             BinaryenExpressionRef* operands,
                                             BinaryenIndex count,
                                             BinaryenType type,
                                             bool tail);

/* The bits of a scalar constant, zero-extended if it has 32 bits. */
BINARYEN_API int64_t mewe_const_bits(BinaryenExpressionRef expression);

/* The memory and the offset of a load or store. */
BINARYEN_API const char* mewe_access_memory(BinaryenExpressionRef expression);
BINARYEN_API int64_t mewe_access_offset(BinaryenExpressionRef expression);

/* Creates a non-atomic load or store with a 64-bit offset. */
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

/* The direct callees of a function, each once. */
BINARYEN_API BinaryenIndex mewe_callee_count(BinaryenFunctionRef function);
BINARYEN_API void mewe_callees(BinaryenFunctionRef function, const char** names);

/* Redirects a function's direct calls to other functions of the same types. */
BINARYEN_API void mewe_retarget(BinaryenFunctionRef function,
                                const char** from,
                                const char** to,
                                BinaryenIndex count);

/* The functions that element segments, ref.func or the start section refer to. */
BINARYEN_API BinaryenIndex mewe_referenced_count(BinaryenModuleRef module);
BINARYEN_API void mewe_referenced(BinaryenModuleRef module, const char** names);

/* Creates an indirect call with exactly the type of a function. */
BINARYEN_API BinaryenExpressionRef mewe_call_indirect_like(BinaryenModuleRef module,
                                                           const char* table,
                                                           BinaryenFunctionRef model,
                                                           BinaryenExpressionRef target,
                                                           BinaryenExpressionRef* operands,
                                                           BinaryenIndex count,
                                                           bool tail);

/* Determines if the node itself defines or uses a label. */
BINARYEN_API bool mewe_has_labels(BinaryenExpressionRef expression);

/* The clauses of a try_table. The tag is null for a clause that catches all exceptions. */
BINARYEN_API BinaryenIndex mewe_clause_count(BinaryenExpressionRef try_table);
BINARYEN_API const char* mewe_clause_tag(BinaryenExpressionRef try_table, BinaryenIndex index);
BINARYEN_API const char* mewe_clause_label(BinaryenExpressionRef try_table, BinaryenIndex index);
BINARYEN_API bool mewe_clause_sends_reference(BinaryenExpressionRef try_table, BinaryenIndex index);

#ifdef __cplusplus
}
#endif

#endif
