package io.github.mewe.equivalence.concolic;

import io.github.mewe.wasm.Arithmetic;
import io.github.mewe.wasm.Opcode;
import io.github.mewe.wasm.ValueType;

/** Classifies the operands of an operation by the corner cases they hit, as bits of {@link ExecutionTrace}. */
final class OperandCases {
    private OperandCases() {}

    /** The corner cases of an operation with one operand. */
    static int of(Opcode operation, long a) {
        ValueType type = Arithmetic.operandType(operation);
        int bits = ExecutionTrace.PASSED;
        if (operation == Opcode.I32_EQZ || operation == Opcode.I64_EQZ) {
            bits |= a == 0 ? ExecutionTrace.EQUAL : a == 1 ? ExecutionTrace.ABOVE : 0;
        }
        if (type.isInteger()) {
            bits |= isNegative(type, a) ? ExecutionTrace.NEGATIVE : 0;
        }
        boolean isExtension = Arithmetic.isSignExtension(operation);
        return bits | (isExtension && (a >>> extendedWidth(operation) - 1 & 1) != 0 ? ExecutionTrace.WIDE : 0);
    }

    /** The corner cases of an operation with two operands. */
    static int of(Opcode operation, long a, long b) {
        ValueType type = Arithmetic.operandType(operation);
        if (type.isFloat()) {
            return ExecutionTrace.PASSED | (hasPayload(type, a) || hasPayload(type, b) ? ExecutionTrace.NAN : 0);
        }
        int bits = ExecutionTrace.PASSED | (isNegative(type, a) ? ExecutionTrace.NEGATIVE : 0);
        if (Arithmetic.comparesIntegers(operation)) {
            bits |= a == b ? ExecutionTrace.EQUAL : 0;
            bits |= a == b + 1 ? ExecutionTrace.ABOVE : 0;
            bits |= a + 1 == b ? ExecutionTrace.BELOW : 0;
            bits |= isNegative(type, a) != isNegative(type, b) ? ExecutionTrace.SIGNS : 0;
        } else {
            bits |= b == 0 ? ExecutionTrace.ZERO : 0;
            boolean isAnd = operation == Opcode.I32_AND || operation == Opcode.I64_AND;
            bits |= isAnd && (a & ~b) != 0 && (type.equals(ValueType.I64) || (int) (a & ~b) != 0)
                    ? ExecutionTrace.WIDE
                    : 0;
        }
        return bits;
    }

    /** The number of bits that a sign extension starts from. */
    static int extendedWidth(Opcode operation) {
        return operation == Opcode.I32_EXTEND8_S || operation == Opcode.I64_EXTEND8_S
                ? 8
                : operation == Opcode.I64_EXTEND32_S ? 32 : 16;
    }

    private static boolean isNegative(ValueType type, long bits) {
        return type.equals(ValueType.I32) ? (int) bits < 0 : bits < 0;
    }

    /** Determines if a float is a NaN other than the canonical one. */
    static boolean hasPayload(ValueType type, long bits) {
        return type.equals(ValueType.F32)
                ? (bits & 0x7FFF_FFFFL) > 0x7F80_0000L && (bits & 0x3F_FFFFL) != 0
                : (bits & Long.MAX_VALUE) > 0x7FF0_0000_0000_0000L && (bits & 0x7_FFFF_FFFF_FFFFL) != 0;
    }
}
