package io.github.mewe.ir;

import io.github.mewe.wasm.ValueType;
import java.util.List;

/**
 * A scalar constant.
 *
 * @param type a scalar numeric type
 * @param bits the bits of the constant; the high half is zero for a 32-bit type
 */
public record Const(ValueType type, long bits) implements Expr {
    /** Clears the high half for a 32-bit type. */
    public Const {
        if (!type.isScalar()) {
            throw new IllegalArgumentException("not a scalar type: " + type);
        }
        if (type.equals(ValueType.I32) || type.equals(ValueType.F32)) {
            bits &= 0xFFFF_FFFFL;
        }
    }

    /** An i32 constant. */
    public static Const i32(int value) {
        return new Const(ValueType.I32, value);
    }

    /** A constant zero of a scalar type. */
    public static Const zero(ValueType type) {
        return new Const(type, 0);
    }

    @Override
    public int childCount() {
        return 0;
    }

    @Override
    public List<Expr> children() {
        return List.of();
    }

    @Override
    public Expr withChildren(List<Expr> children) {
        return this;
    }
}
