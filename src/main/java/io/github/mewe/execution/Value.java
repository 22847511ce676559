package io.github.mewe.execution;

import io.github.mewe.wasm.ValueType;

/**
 * A value as its bits, so that equality is bitwise.
 *
 * @param bits the bits; the upper half of 32-bit values is zero, as are all bits of vectors and references
 */
public record Value(ValueType kind, long bits) {
    private static final long LOWER_HALF = 0xffff_ffffL;

    /** Clears unused bits. */
    public Value {
        bits = !kind.isScalar() ? 0 : kind.isNarrow() ? bits & LOWER_HALF : bits;
    }

    /** Returns true if the value is a NaN. */
    public boolean isNaN() {
        return kind.equals(ValueType.F32) && Float.isNaN(Float.intBitsToFloat((int) bits))
                || kind.equals(ValueType.F64) && Double.isNaN(Double.longBitsToDouble(bits));
    }

    /** The number, or the bits of a NaN. */
    @Override
    public String toString() {
        if (isNaN()) {
            return "nan:0x" + Long.toHexString(bits);
        }
        return switch (kind.kind()) {
            case I32 -> Integer.toString((int) bits);
            case I64 -> Long.toString(bits);
            case F32 -> Float.toString(Float.intBitsToFloat((int) bits));
            case F64 -> Double.toString(Double.longBitsToDouble(bits));
            default -> kind.toString();
        };
    }
}
