package io.github.mewe.equivalence.concolic;

import io.github.mewe.equivalence.harness.FunctionShape;

/** Classifies the operands of an operation by the corner cases they hit, as bits of {@link ExecutionTrace}. */
final class OperandCases {
    private OperandCases() {}

    /** The corner cases of an operation with one operand. */
    static int of(int operation, long a) {
        int type = Arithmetic.operandType(operation);
        int bits = ExecutionTrace.PASSED;
        if (operation == Arithmetic.I32_EQZ || operation == Arithmetic.I64_EQZ) {
            bits |= a == 0 ? ExecutionTrace.EQUAL : a == 1 ? ExecutionTrace.ABOVE : 0;
        }
        if (type == FunctionShape.I32 || type == FunctionShape.I64) {
            bits |= isNegative(type, a) ? ExecutionTrace.NEGATIVE : 0;
        }
        boolean isExtension = operation >= 0xC0 && operation <= 0xC4;
        return bits | (isExtension && (a >>> extendedWidth(operation) - 1 & 1) != 0 ? ExecutionTrace.WIDE : 0);
    }

    /** The corner cases of an operation with two operands. */
    static int of(int operation, long a, long b) {
        int type = Arithmetic.operandType(operation);
        if (type == FunctionShape.F32 || type == FunctionShape.F64) {
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
            boolean isAnd = operation == 0x71 || operation == 0x83;
            bits |= isAnd && (a & ~b) != 0 && (type == FunctionShape.I64 || (int) (a & ~b) != 0)
                    ? ExecutionTrace.WIDE
                    : 0;
        }
        return bits;
    }

    /** The number of bits that a sign extension starts from. */
    static int extendedWidth(int operation) {
        return operation == 0xC0 || operation == 0xC2 ? 8 : operation == 0xC4 ? 32 : 16;
    }

    private static boolean isNegative(int type, long bits) {
        return type == FunctionShape.I32 ? (int) bits < 0 : bits < 0;
    }

    /** Whether a float is a NaN other than the canonical one. */
    static boolean hasPayload(int type, long bits) {
        return type == FunctionShape.F32
                ? (bits & 0x7FFF_FFFFL) > 0x7F80_0000L && (bits & 0x3F_FFFFL) != 0
                : (bits & Long.MAX_VALUE) > 0x7FF0_0000_0000_0000L && (bits & 0x7_FFFF_FFFF_FFFFL) != 0;
    }
}
