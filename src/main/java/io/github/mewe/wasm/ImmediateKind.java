package io.github.mewe.wasm;

/** The kinds of immediates that instructions have. */
public enum ImmediateKind {
    /** The type of a block. */
    BLOCK_TYPE,
    /** A relative label. */
    LABEL,
    /** The labels of a branch table, the default last. */
    LABELS,
    /** The index of a function. */
    FUNCTION,
    /** The index of a type. */
    TYPE,
    /** The index of a table. */
    TABLE,
    /** The index of a memory. */
    MEMORY,
    /** The index of a global. */
    GLOBAL,
    /** The index of a local. */
    LOCAL,
    /** The index of a tag. */
    TAG,
    /** The index of a data segment. */
    DATA,
    /** The index of an element segment. */
    ELEMENT,
    /** The index of a field in its structure. */
    FIELD,
    /** The length of an array. */
    LENGTH,
    /** A 32-bit integer. */
    I32,
    /** A 64-bit integer. */
    I64,
    /** The bits of a 32-bit float. */
    F32,
    /** The bits of a 64-bit float. */
    F64,
    /** The bits of a vector. */
    V128,
    /** The sixteen lanes that a shuffle selects. */
    LANES,
    /** The number of one lane. */
    LANE,
    /** The alignment, memory and offset of a memory access. */
    MEMORY_ACCESS,
    /** A heap type. */
    HEAP_TYPE,
    /** A list of value types. */
    VALUE_TYPES,
    /** The nullability of the two types of a cast. */
    CAST_FLAGS,
    /** The catch clauses of a {@code try_table}. */
    CATCHES,
    /** The handlers of a resumed continuation. */
    HANDLERS,
    /** The memory ordering of a fence. */
    FENCE
}
