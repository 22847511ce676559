package io.github.mewe.equivalence.concolic;

import io.github.mewe.equivalence.harness.FunctionShape;

/**
 * What instructions that only compute give (WebAssembly Core Specification, section 4.3). Numbers are their bits, those
 * of 32-bit types without what a long has above them.
 */
final class Arithmetic {
    /** Opcodes between these compute one number out of one or two. */
    static final int FIRST = 0x45;

    static final int LAST = 0xC4;
    static final int I32_EQZ = 0x45;
    static final int I64_EQZ = 0x50;
    private static final int SATURATING = 0xFC << 12;

    private Arithmetic() {}

    /** An operation that traps. */
    static final class Trap extends RuntimeException {
        private static final long serialVersionUID = 1;
        static final Trap TRAP = new Trap();

        private Trap() {
            super("trap", null, false, false);
        }
    }

    /** Whether an instruction computes a number out of others and does nothing else but trap. */
    static boolean isKnown(int opcode) {
        return opcode >= FIRST && opcode <= LAST || opcode >= SATURATING && opcode <= SATURATING + 7;
    }

    /** Whether an instruction of this class has two operands. */
    static boolean isBinary(int opcode) {
        return opcode >= 0x46 && opcode <= 0x4F
                || opcode >= 0x51 && opcode <= 0x66
                || opcode >= 0x6A && opcode <= 0x78
                || opcode >= 0x7C && opcode <= 0x8A
                || opcode >= 0x92 && opcode <= 0x98
                || opcode >= 0xA0 && opcode <= 0xA6;
    }

    /** Whether it compares two integers. */
    static boolean comparesIntegers(int opcode) {
        return opcode >= 0x46 && opcode <= 0x4F || opcode >= 0x51 && opcode <= 0x5A;
    }

    /** Whether it compares two floating-point numbers. */
    static boolean comparesFloats(int opcode) {
        return opcode >= 0x5B && opcode <= 0x66;
    }

    /** The type of the operands. */
    static int operandType(int opcode) {
        if (opcode <= 0x4F || opcode >= 0x67 && opcode <= 0x78) {
            return FunctionShape.I32;
        }
        if (opcode <= 0x5A || opcode >= 0x79 && opcode <= 0x8A) {
            return FunctionShape.I64;
        }
        if (opcode <= 0x60 || opcode >= 0x8B && opcode <= 0x98) {
            return FunctionShape.F32;
        }
        if (opcode <= 0x66 || opcode >= 0x99 && opcode <= 0xA6) {
            return FunctionShape.F64;
        }
        return switch (opcode) {
            case 0xA7, 0xB4, 0xB5, 0xB9, 0xBA, 0xBF, 0xC2, 0xC3, 0xC4 -> FunctionShape.I64;
            case 0xA8, 0xA9, 0xAE, 0xAF, 0xBB, 0xBC -> FunctionShape.F32;
            case 0xAA, 0xAB, 0xB0, 0xB1, 0xB6, 0xBD -> FunctionShape.F64;
            case 0xAC, 0xAD, 0xB2, 0xB3, 0xB7, 0xB8, 0xBE, 0xC0, 0xC1 -> FunctionShape.I32;
            default -> (opcode & 3) < 2 ? FunctionShape.F32 : FunctionShape.F64;
        };
    }

    private static long bit(boolean truth) {
        return truth ? 1 : 0;
    }

    private static long low(int value) {
        return value & 0xFFFF_FFFFL;
    }

    private static long of(float value) {
        return low(Float.floatToRawIntBits(value));
    }

    private static long of(double value) {
        return Double.doubleToRawLongBits(value);
    }

    /**
     * An operation of one operand.
     *
     * @throws Trap if it traps
     */
    static long unary(int opcode, long a) {
        int i = (int) a;
        return switch (opcode) {
            case I32_EQZ, I64_EQZ -> bit(a == 0);
            case 0x67 -> Integer.numberOfLeadingZeros(i);
            case 0x68 -> Integer.numberOfTrailingZeros(i);
            case 0x69 -> Integer.bitCount(i);
            case 0x79 -> Long.numberOfLeadingZeros(a);
            case 0x7A -> Long.numberOfTrailingZeros(a);
            case 0x7B -> Long.bitCount(a);
            case 0x8B -> a & 0x7FFF_FFFFL;
            case 0x8C -> a ^ 0x8000_0000L;
            case 0x8D, 0x8E, 0x8F, 0x90, 0x91 -> of((float) rounded(opcode - 0x8D, Float.intBitsToFloat(i)));
            case 0x99 -> a & Long.MAX_VALUE;
            case 0x9A -> a ^ Long.MIN_VALUE;
            case 0x9B, 0x9C, 0x9D, 0x9E, 0x9F -> of(rounded(opcode - 0x9B, Double.longBitsToDouble(a)));
            case 0xA7, 0xBC, 0xBE -> low(i);
            case 0xAD, 0xBD, 0xBF -> a;
            case 0xA8, 0xA9 -> truncated(opcode - 0xA8, Float.intBitsToFloat(i), false);
            case 0xAA, 0xAB -> truncated(opcode - 0xAA, Double.longBitsToDouble(a), false);
            case 0xAC, 0xC4 -> i;
            case 0xAE, 0xAF -> truncated(opcode - 0xAE + 2, Float.intBitsToFloat(i), false);
            case 0xB0, 0xB1 -> truncated(opcode - 0xB0 + 2, Double.longBitsToDouble(a), false);
            case 0xB2 -> of((float) i);
            case 0xB3 -> of((float) low(i));
            case 0xB4 -> of((float) a);
            case 0xB5 -> of(a >= 0 ? (float) a : (float) (a >>> 1 | a & 1) * 2);
            case 0xB6 -> of((float) Double.longBitsToDouble(a));
            case 0xB7 -> of((double) i);
            case 0xB8 -> of((double) low(i));
            case 0xB9 -> of((double) a);
            case 0xBA -> of(a >= 0 ? (double) a : (double) (a >>> 1 | a & 1) * 2);
            case 0xBB -> of((double) Float.intBitsToFloat(i));
            case 0xC0 -> low((byte) i);
            case 0xC1 -> low((short) i);
            case 0xC2 -> (byte) i;
            case 0xC3 -> (short) i;
            default -> {
                int kind = opcode & 7;
                boolean isFloat = (kind & 3) < 2;
                double from = isFloat ? Float.intBitsToFloat(i) : Double.longBitsToDouble(a);
                yield truncated(kind & 1 | (kind >= 4 ? 2 : 0), from, true);
            }
        };
    }

    private static double rounded(int kind, double value) {
        return switch (kind) {
            case 0 -> Math.ceil(value);
            case 1 -> Math.floor(value);
            case 2 -> value < 0 ? Math.ceil(value) : Math.floor(value);
            case 3 -> Math.rint(value);
            default -> Math.sqrt(value);
        };
    }

    /** Kind: 1 for unsigned, and 2 for 64 bits. */
    private static long truncated(int kind, double value, boolean saturates) {
        boolean isUnsigned = (kind & 1) != 0;
        boolean isLong = (kind & 2) != 0;
        double most = isLong ? isUnsigned ? 0x1p64 : 0x1p63 : isUnsigned ? 0x1p32 : 0x1p31;
        boolean isBelow = isUnsigned ? value <= -1 : isLong ? value < -most : value <= -most - 1;
        if (Double.isNaN(value) || isBelow || value >= most) {
            if (!saturates) {
                throw Trap.TRAP;
            }
            if (Double.isNaN(value)) {
                return 0;
            }
            if (isBelow) {
                return isUnsigned ? 0 : isLong ? Long.MIN_VALUE : 0x8000_0000L;
            }
            return isUnsigned ? isLong ? -1 : 0xFFFF_FFFFL : isLong ? Long.MAX_VALUE : 0x7FFF_FFFFL;
        }
        if (isLong) {
            return value >= 0x1p63 ? (long) (value - 0x1p63) ^ Long.MIN_VALUE : (long) value;
        }
        return low((int) (long) value);
    }

    /**
     * An operation of two operands.
     *
     * @throws Trap if it traps
     */
    static long binary(int opcode, long a, long b) {
        if (opcode <= 0x4F) {
            return bit(compared(opcode - 0x46, (int) a, (int) b, a, b));
        }
        if (opcode <= 0x5A) {
            return bit(compared(opcode - 0x51, a, b, a ^ Long.MIN_VALUE, b ^ Long.MIN_VALUE));
        }
        if (opcode <= 0x60) {
            return bit(compared(opcode - 0x5B, Float.intBitsToFloat((int) a), Float.intBitsToFloat((int) b)));
        }
        if (opcode <= 0x66) {
            return bit(compared(opcode - 0x61, Double.longBitsToDouble(a), Double.longBitsToDouble(b)));
        }
        if (opcode <= 0x78) {
            return low(i32(opcode, (int) a, (int) b));
        }
        if (opcode <= 0x8A) {
            return i64(opcode, a, b);
        }
        if (opcode == 0x98) {
            return a & 0x7FFF_FFFFL | b & 0x8000_0000L;
        }
        if (opcode == 0xA6) {
            return a & Long.MAX_VALUE | b & Long.MIN_VALUE;
        }
        if (opcode <= 0x98) {
            float x = Float.intBitsToFloat((int) a);
            float y = Float.intBitsToFloat((int) b);
            return of(
                    switch (opcode) {
                        case 0x92 -> x + y;
                        case 0x93 -> x - y;
                        case 0x94 -> x * y;
                        case 0x95 -> x / y;
                        case 0x96 -> Math.min(x, y);
                        default -> Math.max(x, y);
                    });
        }
        double x = Double.longBitsToDouble(a);
        double y = Double.longBitsToDouble(b);
        return of(
                switch (opcode) {
                    case 0xA0 -> x + y;
                    case 0xA1 -> x - y;
                    case 0xA2 -> x * y;
                    case 0xA3 -> x / y;
                    case 0xA4 -> Math.min(x, y);
                    default -> Math.max(x, y);
                });
    }

    /** The order of the opcodes: eq, ne, and lt, gt, le, ge, each signed and then unsigned. */
    private static boolean compared(int kind, long a, long b, long unsignedA, long unsignedB) {
        boolean isUnsigned = (kind & 1) != 0;
        int order = isUnsigned ? Long.compare(unsignedA, unsignedB) : Long.compare(a, b);
        return switch (kind) {
            case 0 -> a == b;
            case 1 -> a != b;
            case 2, 3 -> order < 0;
            case 4, 5 -> order > 0;
            case 6, 7 -> order <= 0;
            default -> order >= 0;
        };
    }

    private static boolean compared(int kind, double a, double b) {
        return switch (kind) {
            case 0 -> a == b;
            case 1 -> a != b;
            case 2 -> a < b;
            case 3 -> a > b;
            case 4 -> a <= b;
            default -> a >= b;
        };
    }

    private static int i32(int opcode, int a, int b) {
        if (opcode >= 0x6D && opcode <= 0x70 && b == 0 || opcode == 0x6D && a == Integer.MIN_VALUE && b == -1) {
            throw Trap.TRAP;
        }
        return switch (opcode) {
            case 0x6A -> a + b;
            case 0x6B -> a - b;
            case 0x6C -> a * b;
            case 0x6D -> a / b;
            case 0x6E -> Integer.divideUnsigned(a, b);
            case 0x6F -> a % b;
            case 0x70 -> Integer.remainderUnsigned(a, b);
            case 0x71 -> a & b;
            case 0x72 -> a | b;
            case 0x73 -> a ^ b;
            case 0x74 -> a << b;
            case 0x75 -> a >> b;
            case 0x76 -> a >>> b;
            case 0x77 -> Integer.rotateLeft(a, b);
            default -> Integer.rotateRight(a, b);
        };
    }

    private static long i64(int opcode, long a, long b) {
        if (opcode >= 0x7F && opcode <= 0x82 && b == 0 || opcode == 0x7F && a == Long.MIN_VALUE && b == -1) {
            throw Trap.TRAP;
        }
        return switch (opcode) {
            case 0x7C -> a + b;
            case 0x7D -> a - b;
            case 0x7E -> a * b;
            case 0x7F -> a / b;
            case 0x80 -> Long.divideUnsigned(a, b);
            case 0x81 -> a % b;
            case 0x82 -> Long.remainderUnsigned(a, b);
            case 0x83 -> a & b;
            case 0x84 -> a | b;
            case 0x85 -> a ^ b;
            case 0x86 -> a << b;
            case 0x87 -> a >> b;
            case 0x88 -> a >>> b;
            case 0x89 -> Long.rotateLeft(a, (int) b);
            default -> Long.rotateRight(a, (int) b);
        };
    }
}
