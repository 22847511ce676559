package io.github.mewe.variant.structure;

import io.github.mewe.ir.BinaryOperator;
import io.github.mewe.ir.Const;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.IntBinary;
import io.github.mewe.ir.IntUnary;
import io.github.mewe.ir.UnaryOperator;
import io.github.mewe.wasm.ValueType;

/** Shorthands for the i32 operations that transformations add. */
final class I32 {
    private I32() {}

    static Expr of(BinaryOperator operator, Expr left, Expr right) {
        return IntBinary.of(operator, ValueType.I32, left, right);
    }

    static Expr of(BinaryOperator operator, Expr left, int right) {
        return of(operator, left, Const.i32(right));
    }

    static Expr zero() {
        return Const.i32(0);
    }

    /** 1 for zero, otherwise 0. */
    static Expr not(Expr value) {
        return IntUnary.of(UnaryOperator.EQZ, ValueType.I32, value);
    }

    /** The low 32 bits of an integer. */
    static Expr low(Expr value) {
        return value.type().equals(ValueType.I64) ? IntUnary.of(UnaryOperator.WRAP, ValueType.I64, value) : value;
    }

    /** An i32, zero-extended to an integer type. */
    static Expr widened(Expr value, ValueType type) {
        return type.equals(ValueType.I64) ? IntUnary.of(UnaryOperator.EXTEND_U, ValueType.I32, value) : value;
    }
}
