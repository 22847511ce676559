package io.github.mewe.execution;

/** Why a function traps (WebAssembly specification, section 4.6), in no engine's words. */
public enum TrapKind {
    /** An {@code unreachable} was reached. */
    UNREACHABLE,
    /** An integer was divided by zero. */
    DIVISION_BY_ZERO,
    /** An integer division's or conversion's result is too large. */
    INTEGER_OVERFLOW,
    /** What is not a number was converted to an integer. */
    INVALID_CONVERSION,
    /** A memory was accessed behind its end. */
    MEMORY_BOUNDS,
    /** A table was accessed behind its end. */
    TABLE_BOUNDS,
    /** A function was called indirectly that is not there. */
    NO_FUNCTION,
    /** A function was called indirectly as one of another type. */
    WRONG_TYPE,
    /** A null reference was used. */
    NULL_REFERENCE,
    /** A reference was cast to a type that it is not of. */
    WRONG_CAST,
    /** An array was accessed behind its end. */
    ARRAY_BOUNDS,
    /** An atomic access was not aligned. */
    UNALIGNED_ATOMIC,
    /** An exception was caught by nobody. */
    UNCAUGHT_EXCEPTION,
    /** Another reason. */
    OTHER
}
