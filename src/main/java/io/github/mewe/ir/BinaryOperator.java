package io.github.mewe.ir;

import io.github.mewe.wasm.Opcode;
import io.github.mewe.wasm.ValueType;

/** Binary integer operators. */
public enum BinaryOperator {
    /** Sum modulo 2^n. */
    ADD(Opcode.I32_ADD, Opcode.I64_ADD),
    /** Difference modulo 2^n. */
    SUB(Opcode.I32_SUB, Opcode.I64_SUB),
    /** Product modulo 2^n. */
    MUL(Opcode.I32_MUL, Opcode.I64_MUL),
    /** Signed quotient; traps. */
    DIV_S(Opcode.I32_DIV_S, Opcode.I64_DIV_S),
    /** Unsigned quotient; traps. */
    DIV_U(Opcode.I32_DIV_U, Opcode.I64_DIV_U),
    /** Signed remainder; traps. */
    REM_S(Opcode.I32_REM_S, Opcode.I64_REM_S),
    /** Unsigned remainder; traps. */
    REM_U(Opcode.I32_REM_U, Opcode.I64_REM_U),
    /** Bitwise and. */
    AND(Opcode.I32_AND, Opcode.I64_AND),
    /** Bitwise or. */
    OR(Opcode.I32_OR, Opcode.I64_OR),
    /** Bitwise exclusive or. */
    XOR(Opcode.I32_XOR, Opcode.I64_XOR),
    /** Shift left, count modulo n. */
    SHL(Opcode.I32_SHL, Opcode.I64_SHL),
    /** Arithmetic shift right, count modulo n. */
    SHR_S(Opcode.I32_SHR_S, Opcode.I64_SHR_S),
    /** Logical shift right, count modulo n. */
    SHR_U(Opcode.I32_SHR_U, Opcode.I64_SHR_U),
    /** Rotation left. */
    ROTL(Opcode.I32_ROTL, Opcode.I64_ROTL),
    /** Rotation right. */
    ROTR(Opcode.I32_ROTR, Opcode.I64_ROTR),
    /** Equal. */
    EQ(Opcode.I32_EQ, Opcode.I64_EQ),
    /** Not equal. */
    NE(Opcode.I32_NE, Opcode.I64_NE),
    /** Signed less. */
    LT_S(Opcode.I32_LT_S, Opcode.I64_LT_S),
    /** Unsigned less. */
    LT_U(Opcode.I32_LT_U, Opcode.I64_LT_U),
    /** Signed greater. */
    GT_S(Opcode.I32_GT_S, Opcode.I64_GT_S),
    /** Unsigned greater. */
    GT_U(Opcode.I32_GT_U, Opcode.I64_GT_U),
    /** Signed less or equal. */
    LE_S(Opcode.I32_LE_S, Opcode.I64_LE_S),
    /** Unsigned less or equal. */
    LE_U(Opcode.I32_LE_U, Opcode.I64_LE_U),
    /** Signed greater or equal. */
    GE_S(Opcode.I32_GE_S, Opcode.I64_GE_S),
    /** Unsigned greater or equal. */
    GE_U(Opcode.I32_GE_U, Opcode.I64_GE_U);

    private final Opcode narrow;
    private final Opcode wide;

    BinaryOperator(Opcode narrow, Opcode wide) {
        this.narrow = narrow;
        this.wide = wide;
    }

    /** The instruction that applies the operator to operands of a type. */
    Opcode opcode(ValueType operand) {
        return operand.isNarrow() ? narrow : wide;
    }

    /** Returns a truth value: an i32 of 0 or 1. */
    public boolean isComparison() {
        return ordinal() >= EQ.ordinal();
    }

    /** The operation can trap. */
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
