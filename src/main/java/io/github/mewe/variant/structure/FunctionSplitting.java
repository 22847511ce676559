package io.github.mewe.variant.structure;

import io.github.mewe.ir.Block;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.ExprStatistics;
import io.github.mewe.ir.ExprTransformer;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.If;
import io.github.mewe.ir.Labels;
import io.github.mewe.ir.LocalAccess;
import io.github.mewe.ir.LocalGet;
import io.github.mewe.ir.LocalSet;
import io.github.mewe.ir.Return;
import io.github.mewe.ir.Signature;
import io.github.mewe.variant.StrategyContext;
import io.github.mewe.wasm.ValueType;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Moves the end of a function, from some statement on, into a helper and returns the helper's result.
 *
 * <p>Soundness: the statement is in tail position. It is enclosed only by blocks and arms of {@code if}s, each the last
 * item of the one around it, so control that leaves them leaves the function. The helper wraps the same blocks around
 * the same statements, so a branch out of them ends the helper with the same value. The helper receives the value of
 * each local that it reads and that may differ from the initial zero; nothing reads a local afterwards. A return or
 * tail call in the helper leaves the helper, and with it the function.
 */
final class FunctionSplitting implements Transformation {
    private static final int MIN_HEAD_INSTRUCTIONS = 4;
    private static final int MIN_TAIL_INSTRUCTIONS = 8;
    private static final int MAX_PARAMETERS = 10;
    private static final int MAX_TRIES = 6;
    private static final double CALL = 5;

    @Override
    public String name() {
        return "function-splitting";
    }

    @Override
    public boolean changesFrame() {
        return true;
    }

    @Override
    public Optional<Outcome> apply(FunctionBody function, StrategyContext context) {
        if (function.signature().result().isTuple()) {
            return Optional.empty();
        }
        var cuts = new ArrayList<Cut>();
        collect(function.root(), null, cuts);
        double room = context.costLeft(function);
        for (int i = 0; i < MAX_TRIES && !cuts.isEmpty(); i++) {
            Cut cut = cuts.remove(context.random().below(cuts.size()));
            Optional<Outcome> outcome = split(function, cut, room, context);
            if (outcome.isPresent()) {
                return outcome;
            }
        }
        return Optional.empty();
    }

    /**
     * The blocks around a place.
     *
     * @param block the innermost
     * @param outer the blocks around it; null if there are none
     */
    private record Enclosing(Block block, Enclosing outer) {}

    /**
     * A place where a function can be split.
     *
     * @param around the enclosing blocks; null if there are none
     * @param block the block that is split
     * @param at the index of the first item that moves
     */
    private record Cut(Enclosing around, Block block, int at) {
        List<Expr> tail() {
            return block.items().subList(at, block.items().size());
        }
    }

    private static void collect(Expr expr, Enclosing around, List<Cut> cuts) {
        if (expr instanceof If test) {
            collect(test.ifTrue(), around, cuts);
            if (test.ifFalse() != null) {
                collect(test.ifFalse(), around, cuts);
            }
        } else if (expr instanceof Block block && !block.items().isEmpty()) {
            for (int at = 0; at < block.items().size(); at++) {
                // An earlier item cannot leave a value, and an earlier item that does not return makes the tail dead.
                if (at > 0 && !block.items().get(at - 1).isReachable()) {
                    return;
                }
                cuts.add(new Cut(around, block, at));
            }
            collect(block.items().get(block.items().size() - 1), new Enclosing(block, around), cuts);
        }
    }

    private static Optional<Outcome> split(FunctionBody function, Cut cut, double room, StrategyContext context) {
        Block tail = new Block(cut.block().label(), cut.tail(), cut.block().type());
        if (ExprStatistics.isAtMost(tail, MIN_TAIL_INSTRUCTIONS - 1) || Labels.isPinned(tail)) {
            return Optional.empty();
        }
        Expr head = replaced(function.root(), cut.block(), new Block(null, headOf(cut), ValueType.NONE));
        if (ExprStatistics.isAtMost(head, MIN_HEAD_INSTRUCTIONS - 1)) {
            return Optional.empty();
        }
        LocalAccess access = LocalAccess.of(tail);
        BitSet passed = LocalAccess.of(head).writes();
        passed.set(0, function.signature().params().size());
        passed.and(access.reads());
        if (passed.cardinality() > MAX_PARAMETERS
                || passed.cardinality() + CALL > room
                || passed.stream().anyMatch(local -> !canBePassed(local, function))) {
            return Optional.empty();
        }
        HelperCall call = helperCall(function, cut, tail, access, passed).reshaped(context);
        List<Expr> items = new ArrayList<>(headOf(cut));
        if (function.signature().result().isConcrete()) {
            items.add(new Return(call.call()));
        } else {
            items.add(call.call());
            items.add(new Return(null));
        }
        Block shortened = new Block(cut.block().label(), items, cut.block().type());
        Expr root = replaced(function.root(), cut.block(), shortened);
        return Optional.of(new Outcome(function.withRoot(root), List.of(call.helper()), List.of()));
    }

    private static List<Expr> headOf(Cut cut) {
        return cut.block().items().subList(0, cut.at());
    }

    /** Returns false for a local of a reference type without a default: it may not be set yet. */
    private static boolean canBePassed(int local, FunctionBody function) {
        ValueType type = function.localType(local);
        boolean isParam = local < function.signature().params().size();
        return !type.isTuple() && (isParam || !type.isReference());
    }

    private static HelperCall helperCall(
            FunctionBody function, Cut cut, Block tail, LocalAccess access, BitSet passed) {
        Map<Integer, Integer> placeOf = new HashMap<>();
        List<ValueType> params = new ArrayList<>();
        List<Expr> arguments = new ArrayList<>();
        passed.stream().forEach(local -> {
            placeOf.put(local, params.size());
            params.add(function.localType(local));
            arguments.add(new LocalGet(local, function.localType(local)));
        });
        List<ValueType> vars = new ArrayList<>();
        BitSet own = access.reads();
        own.or(access.writes());
        own.andNot(passed);
        own.stream().forEach(local -> {
            placeOf.put(local, params.size() + vars.size());
            vars.add(function.localType(local));
        });
        Expr root = tail;
        for (Enclosing around = cut.around(); around != null; around = around.outer()) {
            Block block = around.block();
            if (block.label() != null && block.isReachable()) {
                root = new Block(block.label(), List.of(root), block.type());
            }
        }
        Expr moved = ExprTransformer.bottomUp(root, expr -> {
            if (expr instanceof LocalGet get) {
                return new LocalGet(placeOf.get(get.index()), get.type());
            }
            return expr instanceof LocalSet set
                    ? new LocalSet(placeOf.get(set.index()), set.value(), set.tee(), set.type())
                    : expr;
        });
        var signature = new Signature(params, function.signature().result());
        return new HelperCall(new FunctionBody(HelperNames.fresh(0), signature, vars, moved), arguments);
    }

    /** The tree with one block in tail position replaced. */
    private static Expr replaced(Expr expr, Block old, Expr replacement) {
        if (expr == old) {
            return replacement;
        }
        List<Expr> children = new ArrayList<>(expr.children());
        if (expr instanceof Block && !children.isEmpty()) {
            int last = children.size() - 1;
            children.set(last, replaced(children.get(last), old, replacement));
            return expr.withChildren(children);
        }
        if (expr instanceof If) {
            for (int i = 1; i < children.size(); i++) {
                children.set(i, replaced(children.get(i), old, replacement));
            }
            return expr.withChildren(children);
        }
        return expr;
    }
}
