package io.github.mewe.ir;

import io.github.mewe.wasm.ValueType;

/** The integer operations of two operands. */
public enum BinaryOperator {
    /** Sum modulo 2^n. */
    ADD,
    /** Difference modulo 2^n. */
    SUB,
    /** Product modulo 2^n. */
    MUL,
    /** Signed quotient; traps. */
    DIV_S,
    /** Unsigned quotient; traps. */
    DIV_U,
    /** Signed remainder; traps. */
    REM_S,
    /** Unsigned remainder; traps. */
    REM_U,
    /** Bitwise and. */
    AND,
    /** Bitwise or. */
    OR,
    /** Bitwise exclusive or. */
    XOR,
    /** Shift left, count modulo n. */
    SHL,
    /** Arithmetic shift right, count modulo n. */
    SHR_S,
    /** Logical shift right, count modulo n. */
    SHR_U,
    /** Rotation left. */
    ROTL,
    /** Rotation right. */
    ROTR,
    /** Equal. */
    EQ,
    /** Not equal. */
    NE,
    /** Signed less. */
    LT_S,
    /** Unsigned less. */
    LT_U,
    /** Signed greater. */
    GT_S,
    /** Unsigned greater. */
    GT_U,
    /** Signed less or equal. */
    LE_S,
    /** Unsigned less or equal. */
    LE_U,
    /** Signed greater or equal. */
    GE_S,
    /** Unsigned greater or equal. */
    GE_U;

    /** Whether the result is a truth value (an i32 of 0 or 1). */
    public boolean isComparison() {
        return ordinal() >= EQ.ordinal();
    }

    /** Whether the operation can trap. */
    public boolean canTrap() {
        return this == DIV_S || this == DIV_U || this == REM_S || this == REM_U;
    }

    /**
     * The type of the result.
     *
     * @param operand the type of both operands
     */
    public ValueType resultType(ValueType operand) {
        return isComparison() ? ValueType.I32 : operand;
    }
}
