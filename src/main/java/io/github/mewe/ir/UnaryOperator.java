package io.github.mewe.ir;

import io.github.mewe.wasm.ValueType;

/** The integer operations of one operand. */
public enum UnaryOperator {
    /** Count of leading zero bits. */
    CLZ,
    /** Count of trailing zero bits. */
    CTZ,
    /** Count of one bits. */
    POPCNT,
    /** 1 for zero, else 0; an i32. */
    EQZ,
    /** Sign-extends the low 8 bits within the type. */
    EXTEND8_S,
    /** Sign-extends the low 16 bits within the type. */
    EXTEND16_S,
    /** Sign-extends the low 32 bits; i64 alone. */
    EXTEND32_S,
    /** i64 to its low 32 bits. */
    WRAP,
    /** i32 to i64, signed. */
    EXTEND_S,
    /** i32 to i64, unsigned. */
    EXTEND_U;

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
