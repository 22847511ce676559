package io.github.mewe.variant.synthesis;

import io.github.mewe.ir.BinaryOperator;
import io.github.mewe.ir.IntegerArithmetic;
import io.github.mewe.ir.UnaryOperator;
import io.github.mewe.wasm.ValueType;

/** Integer instructions on arrays of values, except division, which may trap. */
final class VectorArithmetic {
    private VectorArithmetic() {}

    static long[] unary(UnaryOperator operator, ValueType type, long[] values) {
        var result = new long[values.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = IntegerArithmetic.unary(operator, type, values[i]);
        }
        return result;
    }

    static long[] binary(BinaryOperator operator, ValueType type, long[] left, long[] right) {
        var result = new long[left.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = apply(operator, type, left[i], right[i]);
        }
        return result;
    }

    /** Returns true if an operation yields the given results; stops at the first difference. */
    static boolean isEqual(BinaryOperator operator, ValueType type, long[] left, long[] right, long[] results) {
        for (int i = 0; i < results.length; i++) {
            if (apply(operator, type, left[i], right[i]) != results[i]) {
                return false;
            }
        }
        return true;
    }

    private static long apply(BinaryOperator operator, ValueType type, long left, long right) {
        // The most frequent operations of the search avoid the cost of an Optional.
        return switch (operator) {
            case ADD -> IntegerArithmetic.truncate(type, left + right);
            case SUB -> IntegerArithmetic.truncate(type, left - right);
            case MUL -> IntegerArithmetic.truncate(type, left * right);
            case AND -> left & right;
            case OR -> left | right;
            case XOR -> left ^ right;
            case EQ -> left == right ? 1 : 0;
            case NE -> left != right ? 1 : 0;
            default -> IntegerArithmetic.binary(operator, type, left, right).orElseThrow();
        };
    }
}
