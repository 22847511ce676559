package io.github.mewe.ir;

import io.github.mewe.wasm.Opcode;
import io.github.mewe.wasm.ValueType;

/** Unary integer operators. */
public enum UnaryOperator {
    /** Count of leading zero bits. */
    CLZ(Opcode.I32_CLZ, Opcode.I64_CLZ),
    /** Count of trailing zero bits. */
    CTZ(Opcode.I32_CTZ, Opcode.I64_CTZ),
    /** Count of one bits. */
    POPCNT(Opcode.I32_POPCNT, Opcode.I64_POPCNT),
    /** Returns 1 for zero, else 0, as an i32. */
    EQZ(Opcode.I32_EQZ, Opcode.I64_EQZ),
    /** Sign-extends the low 8 bits within the type. */
    EXTEND8_S(Opcode.I32_EXTEND8_S, Opcode.I64_EXTEND8_S),
    /** Sign-extends the low 16 bits within the type. */
    EXTEND16_S(Opcode.I32_EXTEND16_S, Opcode.I64_EXTEND16_S),
    /** Sign-extends the low 32 bits of an i64. */
    EXTEND32_S(Opcode.I64_EXTEND32_S),
    /** Converts an i64 to its low 32 bits. */
    WRAP(Opcode.I32_WRAP_I64),
    /** Sign-extends an i32 to an i64. */
    EXTEND_S(Opcode.I64_EXTEND_I32_S),
    /** Zero-extends an i32 to an i64. */
    EXTEND_U(Opcode.I64_EXTEND_I32_U);

    private final Opcode narrow;
    private final Opcode wide;

    UnaryOperator(Opcode opcode) {
        this(opcode, opcode);
    }

    UnaryOperator(Opcode narrow, Opcode wide) {
        this.narrow = narrow;
        this.wide = wide;
    }

    /** The instruction that applies the operator to an operand of a type. */
    Opcode opcode(ValueType operand) {
        return operand.isNarrow() ? narrow : wide;
    }

    /**
     * The type of the result.
     *
     * @param operand the type of the operand
     */
    public ValueType resultType(ValueType operand) {
        return switch (this) {
            case EQZ, WRAP -> ValueType.I32;
            case EXTEND_S, EXTEND_U -> ValueType.I64;
            default -> operand;
        };
    }
}
