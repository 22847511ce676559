package io.github.mewe.ir;

import io.github.mewe.wasm.Arithmetic;
import io.github.mewe.wasm.ValueType;
import java.util.OptionalLong;

/** The integer operators evaluated on constants. Values of 32 bits are held zero-extended. */
public final class IntegerArithmetic {
    private IntegerArithmetic() {}

    /** Cuts a value to the width of an integer type. */
    public static long truncate(ValueType type, long value) {
        return type.truncate(value);
    }

    /** Applies an operation of one operand; the result is truncated to the result's type. */
    public static long unary(UnaryOperator operator, ValueType type, long value) {
        return Arithmetic.unary(operator.opcode(type), type.truncate(value));
    }

    /** Applies an operation of two operands; empty where the instruction traps. */
    public static OptionalLong binary(BinaryOperator operator, ValueType type, long left, long right) {
        try {
            return OptionalLong.of(Arithmetic.binary(operator.opcode(type), type.truncate(left), type.truncate(right)));
        } catch (Arithmetic.Trap e) {
            return OptionalLong.empty();
        }
    }
}
