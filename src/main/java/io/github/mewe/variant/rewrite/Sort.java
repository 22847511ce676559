package io.github.mewe.variant.rewrite;

import io.github.mewe.wasm.ValueType;
import java.util.Arrays;

/** The type of a term in a rule. Some sorts depend on the width at which the rule is applied: 8, 16, 32 or 64 bits. */
public enum Sort {
    /** An integer of the rule's width; i32 for lanes narrower than 32 bits. */
    WIDTH(ValueType.I32, ValueType.I64),
    /** Always i32: a truth value, or an operation with the suffix {@code .32}. */
    I32(ValueType.I32, ValueType.I32),
    /** Always i64: an operation with the suffix {@code .64}. */
    I64(ValueType.I64, ValueType.I64),
    /** A float of the rule's width. */
    FLOAT(ValueType.F32, ValueType.F64),
    /** Always f32. */
    F32(ValueType.F32, ValueType.F32),
    /** Always f64. */
    F64(ValueType.F64, ValueType.F64),
    /** A vector whose lanes have the rule's width. */
    VECTOR(ValueType.V128, ValueType.V128);

    private final ValueType narrow;
    private final ValueType wide;

    Sort(ValueType narrow, ValueType wide) {
        this.narrow = narrow;
        this.wide = wide;
    }

    /**
     * The value type at a width.
     *
     * @param width 8, 16, 32 or 64 bits
     */
    public ValueType at(int width) {
        return width == 64 ? wide : narrow;
    }

    /**
     * The number of bits of a value at a width; for a vector, that of one lane.
     *
     * @param width 8, 16, 32 or 64 bits
     */
    public int bits(int width) {
        return this == VECTOR ? width : 8 * at(width).bytes();
    }

    /**
     * Truncates a value to its bits.
     *
     * @param width 8, 16, 32 or 64 bits
     * @param value any value
     */
    public long truncate(int width, long value) {
        return value & (-1L >>> (64 - bits(width)));
    }

    /**
     * The sort with the given types.
     *
     * @param narrow the type at 32 bits
     * @param wide the type at 64 bits
     */
    static Sort of(ValueType narrow, ValueType wide) {
        return Arrays.stream(values())
                .filter(sort -> sort.narrow.equals(narrow) && sort.wide.equals(wide))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no sort for " + narrow + " and " + wide));
    }
}
