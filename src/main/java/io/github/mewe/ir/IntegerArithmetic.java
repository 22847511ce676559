package io.github.mewe.ir;

import io.github.mewe.wasm.Arithmetic;
import io.github.mewe.wasm.ValueType;
import java.util.OptionalLong;

/** Evaluates integer operators on constants. 32-bit values are zero-extended. */
public final class IntegerArithmetic {
    private IntegerArithmetic() {}

    /** Truncates a value to the width of an integer type. */
    public static long truncate(ValueType type, long value) {
        return type.truncate(value);
    }

    /** Applies a unary operator and truncates the result to its type. */
    public static long unary(UnaryOperator operator, ValueType type, long value) {
        return Arithmetic.unary(operator.opcode(type), type.truncate(value));
    }

    /** Applies a binary operator; empty if the instruction traps. */
    public static OptionalLong binary(BinaryOperator operator, ValueType type, long left, long right) {
        try {
            return OptionalLong.of(Arithmetic.binary(operator.opcode(type), type.truncate(left), type.truncate(right)));
        } catch (Arithmetic.Trap e) {
            return OptionalLong.empty();
        }
    }
}
