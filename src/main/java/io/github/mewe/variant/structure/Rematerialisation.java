package io.github.mewe.variant.structure;

import io.github.mewe.ir.BinaryOperator;
import io.github.mewe.ir.Block;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.ExprStatistics;
import io.github.mewe.ir.ExprTransformer;
import io.github.mewe.ir.ExprWalk;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.GlobalGet;
import io.github.mewe.ir.IntBinary;
import io.github.mewe.ir.LocalAccess;
import io.github.mewe.ir.LocalGet;
import io.github.mewe.ir.LocalSet;
import io.github.mewe.ir.Purity;
import io.github.mewe.variant.StrategyContext;
import io.github.mewe.variant.VisitBudget;
import io.github.mewe.wasm.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Recomputes a value at its uses, in another form, instead of reading the local that holds it. In the same form an
 * engine would recognise the value.
 *
 * <p>Soundness: the other form has the same value for all operands (proved in the build). It uses the operands twice,
 * but they are pure and depend on locals alone. The statements whose reads change follow the write of the local in the
 * same block, up to the next one that writes the local or a local that the value depends on.
 */
final class Rematerialisation implements Transformation {
    private static final int MAX_INSTRUCTIONS = 6;

    @Override
    public String name() {
        return "rematerialisation";
    }

    @Override
    public boolean changesFrame() {
        return false;
    }

    @Override
    public Class<? extends Expr> siteKind() {
        return Block.class;
    }

    @Override
    public Optional<Outcome> apply(FunctionBody function, StrategyContext context) {
        VisitBudget tests = VisitBudget.of(function.root());
        VisitBudget changes = VisitBudget.of(function.root());
        return ChangedSites.changeCheaply(
                        function,
                        context,
                        expr -> expr instanceof Block block
                                && !writes(block, tests).isEmpty(),
                        MAX_INSTRUCTIONS,
                        0.3,
                        expr -> {
                            List<Integer> writes = writes((Block) expr, tests);
                            return writes.isEmpty() || !changes.covers(expr)
                                    ? expr
                                    : compute((Block) expr, context.random().pick(writes));
                        })
                .map(sites -> sites.outcome(function));
    }

    /** The indices of writes whose value the next statement can recompute. */
    private static List<Integer> writes(Block block, VisitBudget visits) {
        return Statements.of(block, Rematerialisation::isPureWrite).stream()
                .filter(i -> i + 1 < block.items().size())
                .filter(i -> {
                    LocalSet set = (LocalSet) block.items().get(i);
                    Expr next = block.items().get(i + 1);
                    return visits.covers(next) && LocalAccess.isRead(set.index(), next) && !changes(next, set);
                })
                .toList();
    }

    private static boolean isPureWrite(Expr item) {
        return item instanceof LocalSet set
                && hasOtherForm(set.value())
                && ExprStatistics.isAtMost(set.value(), MAX_INSTRUCTIONS)
                && Purity.isPure(set.value())
                && !ExprWalk.any(set.value(), GlobalGet.class::isInstance)
                && !LocalAccess.isRead(set.index(), set.value());
    }

    /** Determines if code writes the local, or a local that the value depends on. */
    private static boolean changes(Expr code, LocalSet set) {
        return ExprWalk.any(
                code,
                expr -> expr instanceof LocalSet other
                        && (other.index() == set.index() || LocalAccess.isRead(other.index(), set.value())));
    }

    private static Expr compute(Block block, int write) {
        LocalSet set = (LocalSet) block.items().get(write);
        Expr value = otherForm(set.value()).orElseThrow();
        List<Expr> items = new ArrayList<>(block.items());
        for (int i = write + 1; i < items.size(); i++) {
            if (changes(items.get(i), set)) {
                break;
            }
            items.set(
                    i,
                    ExprTransformer.bottomUp(
                            items.get(i),
                            expr -> expr instanceof LocalGet get && get.index() == set.index() ? value : expr));
        }
        return new Block(block.label(), items, block.type());
    }

    private static boolean hasOtherForm(Expr expr) {
        return expr instanceof IntBinary binary
                && switch (binary.operator()) {
                    case ADD, XOR, OR, AND, SUB -> true;
                    default -> false;
                };
    }

    /** Another expression with the same value (mixed boolean-arithmetic), if there is one. */
    static Optional<Expr> otherForm(Expr expr) {
        if (!(expr instanceof IntBinary binary) || !hasOtherForm(expr)) {
            return Optional.empty();
        }
        ValueType type = binary.operandType();
        Expr x = binary.left();
        Expr y = binary.right();
        Expr and = IntBinary.of(BinaryOperator.AND, type, x, y);
        Expr or = IntBinary.of(BinaryOperator.OR, type, x, y);
        return switch (binary.operator()) {
            case ADD -> Optional.of(IntBinary.of(BinaryOperator.ADD, type, or, and));
            case XOR -> Optional.of(IntBinary.of(BinaryOperator.SUB, type, or, and));
            case OR -> {
                Expr xor = IntBinary.of(BinaryOperator.XOR, type, x, y);
                yield Optional.of(IntBinary.of(BinaryOperator.ADD, type, xor, and));
            }
            case AND -> {
                Expr sum = IntBinary.of(BinaryOperator.ADD, type, x, y);
                yield Optional.of(IntBinary.of(BinaryOperator.SUB, type, sum, or));
            }
            case SUB -> {
                Expr xor = IntBinary.of(BinaryOperator.XOR, type, x, y);
                Expr borrow = IntBinary.of(BinaryOperator.AND, type, xor, y);
                Expr twice = IntBinary.of(BinaryOperator.ADD, type, borrow, borrow);
                yield Optional.of(IntBinary.of(BinaryOperator.SUB, type, xor, twice));
            }
            default -> throw new IllegalStateException("no other form: " + binary.operator());
        };
    }
}
