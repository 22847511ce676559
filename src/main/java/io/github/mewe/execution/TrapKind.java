package io.github.mewe.execution;

/** The cause of a trap (WebAssembly specification, section 4.6), independent of the engine. */
public enum TrapKind {
    /** Executed {@code unreachable}. */
    UNREACHABLE,
    /** Integer division by zero. */
    DIVISION_BY_ZERO,
    /** The result of an integer division or a conversion does not fit. */
    INTEGER_OVERFLOW,
    /** Conversion of a NaN to an integer. */
    INVALID_CONVERSION,
    /** Memory access out of bounds. */
    MEMORY_BOUNDS,
    /** Table access out of bounds. */
    TABLE_BOUNDS,
    /** Indirect call of an empty table element. */
    NO_FUNCTION,
    /** Indirect call with a wrong type. */
    WRONG_TYPE,
    /** Use of a null reference. */
    NULL_REFERENCE,
    /** Cast of a reference to a wrong type. */
    WRONG_CAST,
    /** Array access out of bounds. */
    ARRAY_BOUNDS,
    /** Unaligned atomic access. */
    UNALIGNED_ATOMIC,
    /** Uncaught exception. */
    UNCAUGHT_EXCEPTION,
    /** Any other cause. */
    OTHER
}
