package io.github.mewe.variant.memory;

import io.github.mewe.ir.Const;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.IntBinary;
import io.github.mewe.ir.IntUnary;
import io.github.mewe.ir.Load;
import io.github.mewe.ir.LocalSet;
import io.github.mewe.ir.Select;
import io.github.mewe.wasm.ValueType;

/** Computes an upper bound of an integer expression that holds for all values of its operands. */
final class UnsignedBound {
    private UnsignedBound() {}

    /**
     * The bound.
     *
     * @param expr an i32 or i64 expression
     * @return the maximum of the expression's value; both are unsigned
     */
    static long of(Expr expr) {
        long most = expr.type().equals(ValueType.I32) ? 0xFFFF_FFFFL : -1L;
        if (expr instanceof Const constant) {
            return constant.bits();
        }
        if (expr instanceof LocalSet tee) {
            return of(tee.value());
        }
        if (expr instanceof Load load) {
            boolean narrow = !load.signed() && load.bytes() < load.valueType().bytes();
            return narrow ? (1L << (8 * load.bytes())) - 1 : most;
        }
        if (expr instanceof Select select) {
            return larger(of(select.ifTrue()), of(select.ifFalse()));
        }
        if (expr instanceof IntUnary unary) {
            return switch (unary.operator()) {
                case CLZ, CTZ, POPCNT -> unary.operandType().bits();
                case EQZ -> 1;
                case EXTEND_U -> of(unary.value());
                case WRAP -> {
                    long bound = of(unary.value());
                    yield Long.compareUnsigned(bound, most) <= 0 ? bound : most;
                }
                default -> most;
            };
        }
        return expr instanceof IntBinary binary ? ofBinary(binary, most) : most;
    }

    private static long ofBinary(IntBinary binary, long most) {
        if (binary.operator().isComparison()) {
            return 1;
        }
        long left = of(binary.left());
        long right = of(binary.right());
        return switch (binary.operator()) {
            case AND -> Long.compareUnsigned(left, right) < 0 ? left : right;
            case OR, XOR -> allBitsBelow(left | right);
            case ADD -> {
                long sum = left + right;
                boolean wraps = Long.compareUnsigned(sum, left) < 0 || Long.compareUnsigned(sum, most) > 0;
                yield wraps ? most : sum;
            }
            case MUL -> {
                boolean wraps = left != 0 && Long.compareUnsigned(right, Long.divideUnsigned(most, left)) > 0;
                yield wraps ? most : left * right;
            }
            case SHL -> {
                boolean shifts = binary.right() instanceof Const
                        && right < binary.operandType().bits()
                        && Long.numberOfLeadingZeros(left)
                                        - (64 - binary.operandType().bits())
                                >= right;
                yield shifts ? left << right : most;
            }
            case SHR_U ->
                binary.right() instanceof Const
                        ? left >>> (right & (binary.operandType().bits() - 1))
                        : left;
            case DIV_U -> left;
            case REM_U -> right == 0 || !(binary.right() instanceof Const) ? left : right - 1;
            default -> most;
        };
    }

    private static long allBitsBelow(long value) {
        return value == 0 ? 0 : -1L >>> Long.numberOfLeadingZeros(value);
    }

    private static long larger(long one, long other) {
        return Long.compareUnsigned(one, other) > 0 ? one : other;
    }
}
