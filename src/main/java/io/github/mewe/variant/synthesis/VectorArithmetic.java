package io.github.mewe.variant.synthesis;

import io.github.mewe.ir.BinaryOperator;
import io.github.mewe.ir.IntegerArithmetic;
import io.github.mewe.ir.UnaryOperator;
import io.github.mewe.wasm.ValueType;

/** The integer instructions on many values at once. Division is left to single values. */
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

    /** Whether an operation has given results; computes no further than to the first that differs. */
    static boolean isEqual(BinaryOperator operator, ValueType type, long[] left, long[] right, long[] results) {
        for (int i = 0; i < results.length; i++) {
            if (apply(operator, type, left[i], right[i]) != results[i]) {
                return false;
            }
        }
        return true;
    }

    private static long apply(BinaryOperator operator, ValueType type, long left, long right) {
        // What the search does most, without the way through an optional.
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
