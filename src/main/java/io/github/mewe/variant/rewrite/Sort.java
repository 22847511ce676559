package io.github.mewe.variant.rewrite;

import io.github.mewe.ir.ValueType;

/** The type of a term in a rule: the rule's own width, or i32 whatever the width. */
public enum Sort {
    /** The width that the rule is applied at. */
    WIDTH,
    /** Always i32: a truth value, or what is written with the suffix {@code .32}. */
    I32;

    /**
     * The value type at a width.
     *
     * @param width i32 or i64
     */
    public ValueType at(ValueType width) {
        return this == WIDTH ? width : ValueType.I32;
    }
}
