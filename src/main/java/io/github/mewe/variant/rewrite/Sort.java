package io.github.mewe.variant.rewrite;

import io.github.mewe.wasm.ValueType;
import java.util.Arrays;

/** The type of a term in a rule. Some depend on the width that the rule is applied at: 8, 16, 32 or 64 bits. */
public enum Sort {
    /** An integer of the width; i32 where the width is that of a narrower lane. */
    WIDTH(ValueType.I32, ValueType.I64),
    /** Always i32: a truth value, or what is written with the suffix {@code .32}. */
    I32(ValueType.I32, ValueType.I32),
    /** Always i64: what is written with the suffix {@code .64}. */
    I64(ValueType.I64, ValueType.I64),
    /** A float of the width. */
    FLOAT(ValueType.F32, ValueType.F64),
    /** Always f32. */
    F32(ValueType.F32, ValueType.F32),
    /** Always f64. */
    F64(ValueType.F64, ValueType.F64),
    /** A vector, whose lanes have the width. */
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
     * The bits of a value at a width; of a vector, those of one lane.
     *
     * @param width 8, 16, 32 or 64 bits
     */
    public int bits(int width) {
        return this == VECTOR ? width : 8 * at(width).bytes();
    }

    /**
     * A value cut to its bits.
     *
     * @param width 8, 16, 32 or 64 bits
     * @param value any value
     */
    public long truncate(int width, long value) {
        return value & (-1L >>> (64 - bits(width)));
    }

    /**
     * The sort of certain types.
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
