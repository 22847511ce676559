package io.github.mewe.equivalence.concolic;

import io.github.mewe.wasm.Opcode;

/** Inverts operations on floats, as far as rounding allows. */
final class FloatInverses {
    private FloatInverses() {}

    /** An operand on which an operation of one operand likely returns the target. */
    static long inverse(Opcode operation, long target) {
        boolean gives32 = operation.isBetween(Opcode.F32_ABS, Opcode.F32_SQRT)
                || operation.isBetween(Opcode.F32_CONVERT_I32_S, Opcode.F32_DEMOTE_F64);
        double value = gives32 ? Float.intBitsToFloat((int) target) : Double.longBitsToDouble(target);
        return switch (operation) {
            case F32_NEG -> target ^ 0x8000_0000L;
            case F64_NEG -> target ^ Long.MIN_VALUE;
            case F32_SQRT -> Float.floatToRawIntBits((float) (value * value)) & 0xFFFF_FFFFL;
            case F64_SQRT -> Double.doubleToRawLongBits(value * value);
            case I32_TRUNC_F32_S, I32_TRUNC_F32_U ->
                Float.floatToRawIntBits(operation == Opcode.I32_TRUNC_F32_S ? (int) target : target) & 0xFFFF_FFFFL;
            case I64_TRUNC_F32_S, I64_TRUNC_F32_U -> Float.floatToRawIntBits(target) & 0xFFFF_FFFFL;
            case I32_TRUNC_F64_S -> Double.doubleToRawLongBits((int) target);
            case I32_TRUNC_F64_U, I64_TRUNC_F64_S, I64_TRUNC_F64_U -> Double.doubleToRawLongBits(target);
            case F32_CONVERT_I32_S, F32_CONVERT_I32_U, F64_CONVERT_I32_S, F64_CONVERT_I32_U ->
                (long) value & 0xFFFF_FFFFL;
            case F32_CONVERT_I64_S, F32_CONVERT_I64_U, F64_CONVERT_I64_S, F64_CONVERT_I64_U -> (long) value;
            case F32_DEMOTE_F64 -> Double.doubleToRawLongBits(value);
            case F64_PROMOTE_F32 -> Float.floatToRawIntBits((float) value) & 0xFFFF_FFFFL;
            default -> target;
        };
    }

    static double number(boolean isSingle, long bits) {
        return isSingle ? Float.intBitsToFloat((int) bits) : Double.longBitsToDouble(bits);
    }

    static long bits(boolean isSingle, double value) {
        return isSingle ? Float.floatToRawIntBits((float) value) & 0xFFFF_FFFFL : Double.doubleToRawLongBits(value);
    }
}
