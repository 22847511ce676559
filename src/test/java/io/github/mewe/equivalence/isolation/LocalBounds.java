package io.github.mewe.equivalence.isolation;

import io.github.mewe.ir.BinaryOperator;
import io.github.mewe.ir.Block;
import io.github.mewe.ir.Const;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.ExprTransformer;
import io.github.mewe.ir.ExprWalk;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.If;
import io.github.mewe.ir.IntBinary;
import io.github.mewe.ir.IntUnary;
import io.github.mewe.ir.Load;
import io.github.mewe.ir.LocalGet;
import io.github.mewe.ir.LocalSet;
import io.github.mewe.ir.Select;
import io.github.mewe.wasm.ValueType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Unsigned upper bounds of a body's locals, which hold at every read. A local has a bound if all values that it is set
 * to have one; parameters have none. A change that makes no difference for bounded locals makes none in the body,
 * because both bodies do the same until control first reaches it.
 */
final class LocalBounds {
    private static final int ROUNDS = 8;

    private final Expr root;
    private final long[] most;

    LocalBounds(FunctionBody body) {
        root = body.root();
        most = new long[body.localCount()];
        for (int i = 0; i < most.length; i++) {
            boolean isOpen =
                    i < body.signature().params().size() || !body.localType(i).isInteger();
            most[i] = isOpen ? -1 : 0;
        }
        for (int round = 0; round <= ROUNDS; round++) {
            boolean isLast = round == ROUNDS;
            boolean[] changes = {false};
            ExprWalk.each(body.root(), expr -> {
                if (expr instanceof LocalSet set && set.value().isReachable()) {
                    long bound = bound(set.value());
                    if (Long.compareUnsigned(bound, most[set.index()]) > 0) {
                        most[set.index()] = isLast ? -1 : bound;
                        changes[0] = true;
                    }
                }
            });
            if (!changes[0]) {
                return;
            }
        }
        // A local still grows, and others may grow with it.
        Arrays.fill(most, -1);
    }

    /** An expression in which masks make the bounds of locals explicit. */
    Expr assumed(Expr root) {
        return ExprTransformer.bottomUp(root, expr -> {
            if (!(expr instanceof LocalGet get) || !get.type().isInteger()) {
                return expr;
            }
            long mask = mask(most[get.index()]);
            boolean isFull = get.type().equals(ValueType.I32) ? (int) mask == -1 : mask == -1;
            return isFull ? expr : IntBinary.of(BinaryOperator.AND, get.type(), get, new Const(get.type(), mask));
        });
    }

    /**
     * The only value that a local is ever set to, if it is always set before control reaches a node.
     *
     * @param path the node and those around it
     */
    Optional<Const> constant(int local, List<Expr> path) {
        List<Expr> values = new ArrayList<>();
        if (isConstantBefore(local, path)) {
            ExprWalk.each(root, expr -> {
                if (expr instanceof LocalSet set && set.index() == local) {
                    values.add(set.value());
                }
            });
        }
        return values.stream()
                .filter(Const.class::isInstance)
                .map(Const.class::cast)
                .findFirst()
                .filter(constant -> values.stream().allMatch(value -> isAlways(value, local, constant)));
    }

    private static boolean isConstantBefore(int local, List<Expr> path) {
        for (int i = 1; i < path.size(); i++) {
            if (path.get(i) instanceof Block block) {
                for (Expr item : block.items()) {
                    if (item == path.get(i - 1)) {
                        break;
                    }
                    if (item instanceof LocalSet set && set.index() == local && set.value() instanceof Const) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    /** Determines if a value is a constant, provided that a local has only been set to this constant so far. */
    private static boolean isAlways(Expr value, int local, Const constant) {
        if (value instanceof Select select) {
            return isAlways(select.ifTrue(), local, constant) && isAlways(select.ifFalse(), local, constant);
        }
        return value.equals(constant) || value instanceof LocalGet get && get.index() == local;
    }

    /** Determines if a node is unreachable, by the code before it or by a condition that never holds. */
    boolean isDead(List<Expr> path) {
        for (int i = 1; i < path.size(); i++) {
            Expr below = path.get(i - 1);
            Expr expr = path.get(i);
            if (expr instanceof If test && test.condition() != below) {
                if (!test.condition().isReachable() || test.ifTrue() == below && bound(test.condition()) == 0) {
                    return true;
                }
                continue;
            }
            for (Expr child : expr.children()) {
                if (child == below) {
                    break;
                }
                if (!child.isReachable()) {
                    return true;
                }
            }
        }
        return false;
    }

    private static long mask(long bound) {
        return bound == 0 ? 0 : -1L >>> Long.numberOfLeadingZeros(bound);
    }

    /** The unsigned upper bound of an expression. */
    private long bound(Expr expr) {
        long full = expr.type().equals(ValueType.I32) ? 0xFFFF_FFFFL : -1;
        if (expr instanceof Const c && c.type().isInteger()) {
            return c.bits() & full;
        }
        if (expr instanceof LocalGet get) {
            return most[get.index()] & full;
        }
        if (expr instanceof LocalSet set && set.tee()) {
            return bound(set.value());
        }
        if (expr instanceof Load load && load.valueType().isInteger() && !load.signed()) {
            return load.bytes() == 8 ? -1 : (1L << 8 * load.bytes()) - 1 & full;
        }
        if (expr instanceof Select select) {
            return max(bound(select.ifTrue()), bound(select.ifFalse()));
        }
        if (expr instanceof IntUnary unary) {
            long operand = bound(unary.value());
            return switch (unary.operator()) {
                case CLZ, CTZ, POPCNT -> unary.operandType().bits();
                case EQZ -> 1;
                case EXTEND_U -> operand;
                case WRAP -> Long.compareUnsigned(operand, full) <= 0 ? operand : full;
                case EXTEND8_S -> operand >= 0 && operand < 0x80 ? operand : full;
                case EXTEND16_S -> operand >= 0 && operand < 0x8000 ? operand : full;
                case EXTEND_S, EXTEND32_S -> operand >= 0 && operand < 0x8000_0000L ? operand : full;
            };
        }
        return expr instanceof IntBinary binary ? bound(binary, full) & full : full;
    }

    private long bound(IntBinary binary, long full) {
        long left = bound(binary.left());
        long right = bound(binary.right());
        if (binary.operator().isComparison()) {
            return neverHolds(binary.operator(), left, right, binary.left(), binary.right()) ? 0 : 1;
        }
        boolean areSmall = left >= 0 && right >= 0 && left < 1L << 31 && right < 1L << 31;
        return switch (binary.operator()) {
            case AND -> Long.compareUnsigned(left, right) < 0 ? left : right;
            case OR, XOR -> mask(left) | mask(right);
            case ADD -> areSmall ? left + right : full;
            case MUL -> areSmall && left * right <= full || areSmall && full == -1 ? left * right : full;
            case SHR_U ->
                binary.right() instanceof Const count
                        ? left >>> (count.bits() & binary.operandType().bits() - 1)
                        : left;
            case SHL -> {
                boolean isCounted = binary.right() instanceof Const;
                long count = isCounted
                        ? ((Const) binary.right()).bits() & binary.operandType().bits() - 1
                        : 0;
                yield isCounted
                                && left >= 0
                                && left < 1L << 31
                                && count < 32
                                && Long.compareUnsigned(left << count, full) <= 0
                        ? left << count
                        : full;
            }
            case DIV_U -> left;
            case REM_U -> Long.compareUnsigned(left, right) < 0 ? left : right;
            default -> full;
        };
    }

    private static boolean neverHolds(BinaryOperator operator, long left, long right, Expr one, Expr other) {
        return switch (operator) {
            case GE_U, EQ -> other instanceof Const c && Long.compareUnsigned(left, c.bits() & right) < 0;
            case GT_U -> other instanceof Const c && Long.compareUnsigned(left, c.bits() & right) <= 0;
            case LE_U -> one instanceof Const c && Long.compareUnsigned(right, c.bits() & left) < 0;
            case LT_U ->
                one instanceof Const c && Long.compareUnsigned(right, c.bits() & left) <= 0
                        || other instanceof Const zero && zero.bits() == 0;
            default -> false;
        };
    }

    private static long max(long one, long other) {
        return Long.compareUnsigned(one, other) > 0 ? one : other;
    }
}
