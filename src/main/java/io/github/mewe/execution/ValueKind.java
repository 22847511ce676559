package io.github.mewe.execution;

import java.util.Locale;

/** What kind of value a parameter, a result or a global is. */
public enum ValueKind {
    /** A 32-bit integer. */
    I32,
    /** A 64-bit integer. */
    I64,
    /** A 32-bit float. */
    F32,
    /** A 64-bit float. */
    F64,
    /** A vector. */
    V128,
    /** A reference of any type. */
    REFERENCE;

    /** Whether it is a number that is given and got as bits. */
    public boolean isScalar() {
        return ordinal() <= F64.ordinal();
    }

    /** Whether it is a float. */
    public boolean isFloat() {
        return this == F32 || this == F64;
    }

    /** Whether it has 32 bits. */
    public boolean isNarrow() {
        return this == I32 || this == F32;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
