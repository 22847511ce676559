package io.github.mewe.ir;

import io.github.mewe.wasm.ValueType;
import java.util.OptionalLong;

/**
 * The integer instructions evaluated on constants, as the WebAssembly specification (section 4.3.2, integer operations)
 * defines them. Values of 32 bits are held zero-extended.
 */
public final class IntegerArithmetic {
    private IntegerArithmetic() {}

    /** The value cut to the width of a type. */
    public static long truncate(ValueType type, long value) {
        return type.bits() == 32 ? value & 0xFFFF_FFFFL : value;
    }

    /** Applies an operation of one operand; the result is truncated to the result's type. */
    public static long unary(UnaryOperator operator, ValueType type, long value) {
        boolean narrow = type.bits() == 32;
        long v = truncate(type, value);
        long result = switch (operator) {
            case CLZ -> narrow ? Integer.numberOfLeadingZeros((int) v) : Long.numberOfLeadingZeros(v);
            case CTZ -> narrow ? Integer.numberOfTrailingZeros((int) v) : Long.numberOfTrailingZeros(v);
            case POPCNT -> Long.bitCount(v);
            case EQZ -> v == 0 ? 1 : 0;
            case EXTEND8_S -> (byte) v;
            case EXTEND16_S -> (short) v;
            case EXTEND32_S, EXTEND_S -> (int) v;
            case WRAP, EXTEND_U -> v & 0xFFFF_FFFFL;
        };
        return truncate(operator.resultType(type), result);
    }

    /** Applies an operation of two operands; empty where the instruction traps. */
    public static OptionalLong binary(BinaryOperator operator, ValueType type, long left, long right) {
        int bits = type.bits();
        long x = truncate(type, left);
        long y = truncate(type, right);
        long sx = bits == 32 ? (int) x : x;
        long sy = bits == 32 ? (int) y : y;
        int shift = (int) (y & (bits - 1));
        if (operator.canTrap()) {
            boolean overflow = operator == BinaryOperator.DIV_S && sy == -1 && sx == -(1L << (bits - 1));
            if (y == 0 || overflow) {
                return OptionalLong.empty();
            }
        }
        long result = switch (operator) {
            case ADD -> x + y;
            case SUB -> x - y;
            case MUL -> x * y;
            case DIV_S -> sx / sy;
            case DIV_U -> Long.divideUnsigned(x, y);
            case REM_S -> sx % sy;
            case REM_U -> Long.remainderUnsigned(x, y);
            case AND -> x & y;
            case OR -> x | y;
            case XOR -> x ^ y;
            case SHL -> x << shift;
            case SHR_S -> sx >> shift;
            case SHR_U -> x >>> shift;
            case ROTL -> bits == 32 ? Integer.rotateLeft((int) x, shift) : Long.rotateLeft(x, shift);
            case ROTR -> bits == 32 ? Integer.rotateRight((int) x, shift) : Long.rotateRight(x, shift);
            case EQ -> truth(x == y);
            case NE -> truth(x != y);
            case LT_S -> truth(sx < sy);
            case LT_U -> truth(Long.compareUnsigned(x, y) < 0);
            case GT_S -> truth(sx > sy);
            case GT_U -> truth(Long.compareUnsigned(x, y) > 0);
            case LE_S -> truth(sx <= sy);
            case LE_U -> truth(Long.compareUnsigned(x, y) <= 0);
            case GE_S -> truth(sx >= sy);
            case GE_U -> truth(Long.compareUnsigned(x, y) >= 0);
        };
        return OptionalLong.of(truncate(operator.resultType(type), result));
    }

    private static long truth(boolean value) {
        return value ? 1 : 0;
    }
}
