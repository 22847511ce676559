package io.github.mewe.execution;

import java.util.Locale;

/** The kind of a parameter, a result or a global. */
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

    /** Returns true for the four number types. */
    public boolean isScalar() {
        return ordinal() <= F64.ordinal();
    }

    /** Returns true for floats. */
    public boolean isFloat() {
        return this == F32 || this == F64;
    }

    /** Returns true for the 32-bit types. */
    public boolean isNarrow() {
        return this == I32 || this == F32;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
