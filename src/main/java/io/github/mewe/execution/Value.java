package io.github.mewe.execution;

/**
 * A value as its bits, so that equal values are the same to the last bit.
 *
 * @param kind its kind
 * @param bits its bits; the upper half is zero where the kind has 32 bits, and of vectors and references all are
 */
public record Value(ValueKind kind, long bits) {
    private static final long LOWER_HALF = 0xffff_ffffL;

    /** Clears what is not of the value. */
    public Value {
        bits = !kind.isScalar() ? 0 : kind.isNarrow() ? bits & LOWER_HALF : bits;
    }

    /** Whether it is a float that is no number. */
    public boolean isNaN() {
        return kind == ValueKind.F32 && Float.isNaN(Float.intBitsToFloat((int) bits))
                || kind == ValueKind.F64 && Double.isNaN(Double.longBitsToDouble(bits));
    }

    /** The number, and the bits of what is none. */
    @Override
    public String toString() {
        if (isNaN()) {
            return "nan:0x" + Long.toHexString(bits);
        }
        return switch (kind) {
            case I32 -> Integer.toString((int) bits);
            case I64 -> Long.toString(bits);
            case F32 -> Float.toString(Float.intBitsToFloat((int) bits));
            case F64 -> Double.toString(Double.longBitsToDouble(bits));
            case V128, REFERENCE -> kind.toString();
        };
    }
}
