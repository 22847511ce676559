package io.github.mewe.wasm;

import static io.github.mewe.wasm.Opcode.*;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Evaluates unary and binary numeric instructions (core specification, section 4.3). Numbers are bits, zero-extended if
 * their type has 32 bits. If the specification leaves the payload of a NaN open, the result is one of the allowed NaNs.
 */
public final class Arithmetic {
    private static final long NARROW = 0xFFFF_FFFFL;
    private static final long NARROW_SIGN = 0x8000_0000L;
    private static final ValueType[] OPERANDS = operandTypes();

    private Arithmetic() {}

    /** Thrown if the operation traps. */
    public static final class Trap extends RuntimeException {
        /** Creates a trap without a stack trace, because traps are frequent. */
        public static final Trap TRAP = new Trap();

        private static final long serialVersionUID = 1;

        private Trap() {
            super("trap", null, false, false);
        }
    }

    private static ValueType[] operandTypes() {
        var types = new ValueType[Opcode.values().length];
        Pattern operand = Pattern.compile("_([if])(32|64)(_|$)");
        for (Opcode opcode : Opcode.values()) {
            if (isNumeric(opcode)) {
                Matcher matcher = operand.matcher(opcode.text());
                String type = matcher.find()
                        ? matcher.group(1) + matcher.group(2)
                        : opcode.text().substring(0, 3);
                types[opcode.ordinal()] = switch (type) {
                    case "i32" -> ValueType.I32;
                    case "i64" -> ValueType.I64;
                    case "f32" -> ValueType.F32;
                    default -> ValueType.F64;
                };
            }
        }
        return types;
    }

    /** Determines if an instruction only computes a number, or traps. */
    public static boolean isNumeric(Opcode opcode) {
        return opcode.isBetween(I32_EQZ, I64_EXTEND32_S) || opcode.isBetween(I32_TRUNC_SAT_F32_S, I64_TRUNC_SAT_F64_U);
    }

    /** Determines if a numeric instruction has two operands. */
    public static boolean isBinary(Opcode opcode) {
        return comparesIntegers(opcode)
                || comparesFloats(opcode)
                || opcode.isBetween(I32_ADD, I32_ROTR)
                || opcode.isBetween(I64_ADD, I64_ROTR)
                || opcode.isBetween(F32_ADD, F32_COPYSIGN)
                || opcode.isBetween(F64_ADD, F64_COPYSIGN);
    }

    /** Determines if an instruction compares two integers. */
    public static boolean comparesIntegers(Opcode opcode) {
        return opcode.isBetween(I32_EQ, I32_GE_U) || opcode.isBetween(I64_EQ, I64_GE_U);
    }

    /** Determines if an instruction compares two floats. */
    public static boolean comparesFloats(Opcode opcode) {
        return opcode.isBetween(F32_EQ, F64_GE);
    }

    /** Determines if the result of an instruction is 0 or 1. */
    public static boolean isTest(Opcode opcode) {
        return opcode.isBetween(I32_EQZ, F64_GE);
    }

    /** Determines if an instruction traps on a divisor of zero. */
    public static boolean isDivision(Opcode opcode) {
        return opcode.isBetween(I32_DIV_S, I32_REM_U) || opcode.isBetween(I64_DIV_S, I64_REM_U);
    }

    /** Determines if an instruction sign-extends a part of an integer. */
    public static boolean isSignExtension(Opcode opcode) {
        return opcode.isBetween(I32_EXTEND8_S, I64_EXTEND32_S);
    }

    /** The type of the operands of a numeric instruction. */
    public static ValueType operandType(Opcode opcode) {
        return OPERANDS[opcode.ordinal()];
    }

    private static long bit(boolean truth) {
        return truth ? 1 : 0;
    }

    private static long low(int value) {
        return value & NARROW;
    }

    private static long of(float value) {
        return low(Float.floatToRawIntBits(value));
    }

    private static long of(double value) {
        return Double.doubleToRawLongBits(value);
    }

    /**
     * Evaluates an instruction with one operand.
     *
     * @throws Trap if it traps
     */
    public static long unary(Opcode opcode, long a) {
        int i = (int) a;
        return switch (opcode) {
            case I32_EQZ, I64_EQZ -> bit(a == 0);
            case I32_CLZ -> Integer.numberOfLeadingZeros(i);
            case I32_CTZ -> Integer.numberOfTrailingZeros(i);
            case I32_POPCNT -> Integer.bitCount(i);
            case I64_CLZ -> Long.numberOfLeadingZeros(a);
            case I64_CTZ -> Long.numberOfTrailingZeros(a);
            case I64_POPCNT -> Long.bitCount(a);
            case I32_WRAP_I64, I32_REINTERPRET_F32, F32_REINTERPRET_I32 -> low(i);
            case I64_EXTEND_I32_U, I64_REINTERPRET_F64, F64_REINTERPRET_I64 -> a;
            case I64_EXTEND_I32_S, I64_EXTEND32_S -> i;
            case I32_EXTEND8_S -> low((byte) i);
            case I32_EXTEND16_S -> low((short) i);
            case I64_EXTEND8_S -> (byte) i;
            case I64_EXTEND16_S -> (short) i;
            default -> operandType(opcode).isFloat() ? fromFloat(opcode, a) : converted(opcode, a);
        };
    }

    private static long converted(Opcode opcode, long a) {
        int i = (int) a;
        return switch (opcode) {
            case F32_CONVERT_I32_S -> of((float) i);
            case F32_CONVERT_I32_U -> of((float) low(i));
            case F32_CONVERT_I64_S -> of((float) a);
            case F32_CONVERT_I64_U -> of(a >= 0 ? (float) a : (float) (a >>> 1 | a & 1) * 2);
            case F64_CONVERT_I32_S -> of((double) i);
            case F64_CONVERT_I32_U -> of((double) low(i));
            case F64_CONVERT_I64_S -> of((double) a);
            case F64_CONVERT_I64_U -> of(a >= 0 ? (double) a : (double) (a >>> 1 | a & 1) * 2);
            default -> throw new IllegalArgumentException(opcode + " is not a unary numeric instruction");
        };
    }

    private static long fromFloat(Opcode opcode, long a) {
        float single = Float.intBitsToFloat((int) a);
        double value = Double.longBitsToDouble(a);
        return switch (opcode) {
            case F32_ABS -> a & ~NARROW_SIGN;
            case F32_NEG -> a ^ NARROW_SIGN;
            case F32_CEIL -> of((float) Math.ceil(single));
            case F32_FLOOR -> of((float) Math.floor(single));
            case F32_TRUNC -> of((float) integral(single));
            case F32_NEAREST -> of((float) Math.rint(single));
            case F32_SQRT -> of((float) Math.sqrt(single));
            case F64_ABS -> a & Long.MAX_VALUE;
            case F64_NEG -> a ^ Long.MIN_VALUE;
            case F64_CEIL -> of(Math.ceil(value));
            case F64_FLOOR -> of(Math.floor(value));
            case F64_TRUNC -> of(integral(value));
            case F64_NEAREST -> of(Math.rint(value));
            case F64_SQRT -> of(Math.sqrt(value));
            case F32_DEMOTE_F64 -> of((float) value);
            case F64_PROMOTE_F32 -> of((double) single);
            case I32_TRUNC_F32_S -> FloatTruncation.I32_S.trapping(single);
            case I32_TRUNC_F32_U -> FloatTruncation.I32_U.trapping(single);
            case I32_TRUNC_F64_S -> FloatTruncation.I32_S.trapping(value);
            case I32_TRUNC_F64_U -> FloatTruncation.I32_U.trapping(value);
            case I64_TRUNC_F32_S -> FloatTruncation.I64_S.trapping(single);
            case I64_TRUNC_F32_U -> FloatTruncation.I64_U.trapping(single);
            case I64_TRUNC_F64_S -> FloatTruncation.I64_S.trapping(value);
            case I64_TRUNC_F64_U -> FloatTruncation.I64_U.trapping(value);
            case I32_TRUNC_SAT_F32_S -> FloatTruncation.I32_S.saturating(single);
            case I32_TRUNC_SAT_F32_U -> FloatTruncation.I32_U.saturating(single);
            case I32_TRUNC_SAT_F64_S -> FloatTruncation.I32_S.saturating(value);
            case I32_TRUNC_SAT_F64_U -> FloatTruncation.I32_U.saturating(value);
            case I64_TRUNC_SAT_F32_S -> FloatTruncation.I64_S.saturating(single);
            case I64_TRUNC_SAT_F32_U -> FloatTruncation.I64_U.saturating(single);
            case I64_TRUNC_SAT_F64_S -> FloatTruncation.I64_S.saturating(value);
            case I64_TRUNC_SAT_F64_U -> FloatTruncation.I64_U.saturating(value);
            default -> throw new IllegalArgumentException(opcode + " is not a unary numeric instruction");
        };
    }

    private static double integral(double value) {
        return value < 0 ? Math.ceil(value) : Math.floor(value);
    }

    /**
     * Evaluates an instruction with two operands.
     *
     * @throws Trap if it traps
     */
    public static long binary(Opcode opcode, long a, long b) {
        return switch (opcode) {
            case I32_EQ, I64_EQ -> bit(a == b);
            case I32_NE, I64_NE -> bit(a != b);
            case I32_LT_S -> bit((int) a < (int) b);
            case I32_GT_S -> bit((int) a > (int) b);
            case I32_LE_S -> bit((int) a <= (int) b);
            case I32_GE_S -> bit((int) a >= (int) b);
            case I64_LT_S -> bit(a < b);
            case I64_GT_S -> bit(a > b);
            case I64_LE_S -> bit(a <= b);
            case I64_GE_S -> bit(a >= b);
            case I32_LT_U, I64_LT_U -> bit(Long.compareUnsigned(a, b) < 0);
            case I32_GT_U, I64_GT_U -> bit(Long.compareUnsigned(a, b) > 0);
            case I32_LE_U, I64_LE_U -> bit(Long.compareUnsigned(a, b) <= 0);
            case I32_GE_U, I64_GE_U -> bit(Long.compareUnsigned(a, b) >= 0);
            case I32_AND, I64_AND -> a & b;
            case I32_OR, I64_OR -> a | b;
            case I32_XOR, I64_XOR -> a ^ b;
            default ->
                switch (operandType(opcode).bytes() * (operandType(opcode).isFloat() ? -1 : 1)) {
                    case 4 -> low(narrow(opcode, (int) a, (int) b));
                    case 8 -> wide(opcode, a, b);
                    case -4 -> single(opcode, a, b);
                    default -> real(opcode, a, b);
                };
        };
    }

    private static int narrow(Opcode opcode, int a, int b) {
        if (isDivision(opcode) && (b == 0 || opcode == I32_DIV_S && a == Integer.MIN_VALUE && b == -1)) {
            throw Trap.TRAP;
        }
        return switch (opcode) {
            case I32_ADD -> a + b;
            case I32_SUB -> a - b;
            case I32_MUL -> a * b;
            case I32_DIV_S -> a / b;
            case I32_DIV_U -> Integer.divideUnsigned(a, b);
            case I32_REM_S -> a % b;
            case I32_REM_U -> Integer.remainderUnsigned(a, b);
            case I32_SHL -> a << b;
            case I32_SHR_S -> a >> b;
            case I32_SHR_U -> a >>> b;
            case I32_ROTL -> Integer.rotateLeft(a, b);
            case I32_ROTR -> Integer.rotateRight(a, b);
            default -> throw new IllegalArgumentException(opcode + " is not a binary numeric instruction");
        };
    }

    private static long wide(Opcode opcode, long a, long b) {
        if (isDivision(opcode) && (b == 0 || opcode == I64_DIV_S && a == Long.MIN_VALUE && b == -1)) {
            throw Trap.TRAP;
        }
        return switch (opcode) {
            case I64_ADD -> a + b;
            case I64_SUB -> a - b;
            case I64_MUL -> a * b;
            case I64_DIV_S -> a / b;
            case I64_DIV_U -> Long.divideUnsigned(a, b);
            case I64_REM_S -> a % b;
            case I64_REM_U -> Long.remainderUnsigned(a, b);
            case I64_SHL -> a << b;
            case I64_SHR_S -> a >> b;
            case I64_SHR_U -> a >>> b;
            case I64_ROTL -> Long.rotateLeft(a, (int) b);
            case I64_ROTR -> Long.rotateRight(a, (int) b);
            default -> throw new IllegalArgumentException(opcode + " is not a binary numeric instruction");
        };
    }

    private static long single(Opcode opcode, long a, long b) {
        float x = Float.intBitsToFloat((int) a);
        float y = Float.intBitsToFloat((int) b);
        return switch (opcode) {
            case F32_EQ -> bit(x == y);
            case F32_NE -> bit(x != y);
            case F32_LT -> bit(x < y);
            case F32_GT -> bit(x > y);
            case F32_LE -> bit(x <= y);
            case F32_GE -> bit(x >= y);
            case F32_ADD -> of(x + y);
            case F32_SUB -> of(x - y);
            case F32_MUL -> of(x * y);
            case F32_DIV -> of(x / y);
            case F32_MIN -> of(Math.min(x, y));
            case F32_MAX -> of(Math.max(x, y));
            case F32_COPYSIGN -> a & ~NARROW_SIGN | b & NARROW_SIGN;
            default -> throw new IllegalArgumentException(opcode + " is not a binary numeric instruction");
        };
    }

    private static long real(Opcode opcode, long a, long b) {
        double x = Double.longBitsToDouble(a);
        double y = Double.longBitsToDouble(b);
        return switch (opcode) {
            case F64_EQ -> bit(x == y);
            case F64_NE -> bit(x != y);
            case F64_LT -> bit(x < y);
            case F64_GT -> bit(x > y);
            case F64_LE -> bit(x <= y);
            case F64_GE -> bit(x >= y);
            case F64_ADD -> of(x + y);
            case F64_SUB -> of(x - y);
            case F64_MUL -> of(x * y);
            case F64_DIV -> of(x / y);
            case F64_MIN -> of(Math.min(x, y));
            case F64_MAX -> of(Math.max(x, y));
            case F64_COPYSIGN -> a & Long.MAX_VALUE | b & Long.MIN_VALUE;
            default -> throw new IllegalArgumentException(opcode + " is not a binary numeric instruction");
        };
    }
}
