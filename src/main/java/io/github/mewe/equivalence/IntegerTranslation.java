package io.github.mewe.equivalence;

import com.microsoft.z3.BitVecExpr;
import com.microsoft.z3.BitVecSort;
import com.microsoft.z3.BoolExpr;
import com.microsoft.z3.Context;
import com.microsoft.z3.Expr;
import io.github.mewe.ir.BinaryOperator;
import io.github.mewe.ir.UnaryOperator;

/**
 * The integer instructions on bit vectors, as the WebAssembly specification (section 4.3.2, integer operations) defines
 * them. Division is translated without its traps.
 */
public final class IntegerTranslation {
    private final Context context;

    public IntegerTranslation(Context context) {
        this.context = context;
    }

    /** Translates an operation of one operand; a comparison returns 32 bits. */
    public BitVecExpr unary(UnaryOperator operator, BitVecExpr value) {
        int bits = value.getSortSize();
        return switch (operator) {
            case CLZ -> leadingZeros(value);
            case CTZ -> trailingZeros(value);
            case POPCNT -> ones(value);
            case EQZ -> truth(context.mkEq(value, context.mkBV(0, bits)));
            case EXTEND8_S -> context.mkSignExt(bits - 8, context.mkExtract(7, 0, value));
            case EXTEND16_S -> context.mkSignExt(bits - 16, context.mkExtract(15, 0, value));
            case EXTEND32_S -> context.mkSignExt(bits - 32, context.mkExtract(31, 0, value));
            case WRAP -> context.mkExtract(31, 0, value);
            case EXTEND_S -> context.mkSignExt(32, value);
            case EXTEND_U -> context.mkZeroExt(32, value);
        };
    }

    /** Translates an operation of two operands; a comparison returns 32 bits. */
    public BitVecExpr binary(BinaryOperator operator, BitVecExpr left, BitVecExpr right) {
        int bits = left.getSortSize();
        return switch (operator) {
            case ADD -> context.mkBVAdd(left, right);
            case SUB -> context.mkBVSub(left, right);
            case MUL -> context.mkBVMul(left, right);
            case DIV_S -> context.mkBVSDiv(left, right);
            case DIV_U -> context.mkBVUDiv(left, right);
            case REM_S -> context.mkBVSRem(left, right);
            case REM_U -> context.mkBVURem(left, right);
            case AND -> context.mkBVAND(left, right);
            case OR -> context.mkBVOR(left, right);
            case XOR -> context.mkBVXOR(left, right);
            case SHL -> context.mkBVSHL(left, count(right, bits));
            case SHR_S -> context.mkBVASHR(left, count(right, bits));
            case SHR_U -> context.mkBVLSHR(left, count(right, bits));
            case ROTL -> context.mkBVRotateLeft(left, count(right, bits));
            case ROTR -> context.mkBVRotateRight(left, count(right, bits));
            case EQ -> truth(context.mkEq(left, right));
            case NE -> truth(context.mkNot(context.mkEq(left, right)));
            case LT_S -> truth(context.mkBVSLT(left, right));
            case LT_U -> truth(context.mkBVULT(left, right));
            case GT_S -> truth(context.mkBVSGT(left, right));
            case GT_U -> truth(context.mkBVUGT(left, right));
            case LE_S -> truth(context.mkBVSLE(left, right));
            case LE_U -> truth(context.mkBVULE(left, right));
            case GE_S -> truth(context.mkBVSGE(left, right));
            case GE_U -> truth(context.mkBVUGE(left, right));
        };
    }

    /** Translates a selection by an i32 condition. */
    public BitVecExpr choice(BitVecExpr ifTrue, BitVecExpr ifFalse, BitVecExpr condition) {
        BoolExpr isZero = context.mkEq(condition, context.mkBV(0, condition.getSortSize()));
        Expr<BitVecSort> chosen = context.mkITE(isZero, ifFalse, ifTrue);
        return (BitVecExpr) chosen;
    }

    private BitVecExpr truth(BoolExpr holds) {
        Expr<BitVecSort> value = context.mkITE(holds, context.mkBV(1, 32), context.mkBV(0, 32));
        return (BitVecExpr) value;
    }

    private BitVecExpr count(BitVecExpr count, int bits) {
        return context.mkBVAND(count, context.mkBV(bits - 1L, bits));
    }

    private BitVecExpr leadingZeros(BitVecExpr value) {
        int bits = value.getSortSize();
        BitVecExpr result = context.mkBV(bits, bits);
        for (int i = 0; i < bits; i++) {
            result = ifBit(value, i, context.mkBV(bits - 1 - i, bits), result);
        }
        return result;
    }

    private BitVecExpr trailingZeros(BitVecExpr value) {
        int bits = value.getSortSize();
        BitVecExpr result = context.mkBV(bits, bits);
        for (int i = bits - 1; i >= 0; i--) {
            result = ifBit(value, i, context.mkBV(i, bits), result);
        }
        return result;
    }

    private BitVecExpr ones(BitVecExpr value) {
        int bits = value.getSortSize();
        BitVecExpr result = context.mkBV(0, bits);
        for (int i = 0; i < bits; i++) {
            result = context.mkBVAdd(result, context.mkZeroExt(bits - 1, context.mkExtract(i, i, value)));
        }
        return result;
    }

    private BitVecExpr ifBit(BitVecExpr value, int bit, BitVecExpr then, BitVecExpr otherwise) {
        BoolExpr isSet = context.mkEq(context.mkExtract(bit, bit, value), context.mkBV(1, 1));
        Expr<BitVecSort> chosen = context.mkITE(isSet, then, otherwise);
        return (BitVecExpr) chosen;
    }
}
