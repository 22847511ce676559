package io.github.mewe.equivalence.concolic;

/** Inverts operations on floats, as far as rounding allows. */
final class FloatInverses {
    private FloatInverses() {}

    /** An operand on which an operation of one operand likely returns the target. */
    static long inverse(int operation, long target) {
        boolean gives32 = operation >= 0x8B && operation <= 0x91 || operation >= 0xB2 && operation <= 0xB6;
        double value = gives32 ? Float.intBitsToFloat((int) target) : Double.longBitsToDouble(target);
        return switch (operation) {
            case 0x8C -> target ^ 0x8000_0000L;
            case 0x9A -> target ^ Long.MIN_VALUE;
            case 0x91 -> Float.floatToRawIntBits((float) (value * value)) & 0xFFFF_FFFFL;
            case 0x9F -> Double.doubleToRawLongBits(value * value);
            case 0xA8, 0xA9 -> Float.floatToRawIntBits(operation == 0xA8 ? (int) target : target) & 0xFFFF_FFFFL;
            case 0xAE, 0xAF -> Float.floatToRawIntBits(target) & 0xFFFF_FFFFL;
            case 0xAA -> Double.doubleToRawLongBits((int) target);
            case 0xAB, 0xB0, 0xB1 -> Double.doubleToRawLongBits(target);
            case 0xB2, 0xB3, 0xB7, 0xB8 -> (long) value & 0xFFFF_FFFFL;
            case 0xB4, 0xB5, 0xB9, 0xBA -> (long) value;
            case 0xB6 -> Double.doubleToRawLongBits(value);
            case 0xBB -> Float.floatToRawIntBits((float) value) & 0xFFFF_FFFFL;
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
