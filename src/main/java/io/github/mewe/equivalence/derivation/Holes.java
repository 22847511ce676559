package io.github.mewe.equivalence.derivation;

import io.github.mewe.ir.BinaryOperator;
import io.github.mewe.ir.Block;
import io.github.mewe.ir.Break;
import io.github.mewe.ir.Call;
import io.github.mewe.ir.Const;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.ExprWalk;
import io.github.mewe.ir.IntBinary;
import io.github.mewe.ir.IntUnary;
import io.github.mewe.ir.Load;
import io.github.mewe.ir.LocalAccess;
import io.github.mewe.ir.LocalGet;
import io.github.mewe.ir.LocalSet;
import io.github.mewe.ir.Opaque;
import io.github.mewe.ir.Return;
import io.github.mewe.ir.Switch;
import io.github.mewe.ir.UnaryOperator;
import io.github.mewe.wasm.ValueType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Replaces the subtrees that two trees share by calls of functions that the module lacks, with the locals that the
 * subtree reads as operands, one per local that it writes and one for its value. Such functions may do anything that
 * depends on their operands and the state. So if the results are equivalent, the trees are.
 */
final class Holes {
    private static final String HOLE = "\0hole ";

    /** The sum of the sizes up to which equal subtrees are found. In larger ones, only identical subtrees are. */
    private static final int MOST_NODES = 600;

    private final Map<Expr, Integer> nodes;
    private final Map<Expr, Integer> shared;
    private final Map<Expr, Expr> calls;
    private final List<Expr> inOrder = new ArrayList<>();

    private Holes(Expr one, Expr other) {
        boolean isSmall = ExprWalk.count(one, expr -> true) + ExprWalk.count(other, expr -> true) <= MOST_NODES;
        nodes = isSmall ? new HashMap<>() : new IdentityHashMap<>();
        shared = isSmall ? new HashMap<>() : new IdentityHashMap<>();
        calls = isSmall ? new HashMap<>() : new IdentityHashMap<>();
        ExprWalk.each(one, expr -> {
            if (!expr.children().isEmpty()) {
                nodes.merge(expr, 1, Integer::sum);
            }
        });
        find(other);
        for (Expr expr : inOrder) {
            if (shared.get(expr) == 1) {
                calls.put(expr, calls(expr, HOLE + calls.size()));
            }
        }
    }

    /** Replaces the subtrees; returns an empty list if the trees share none. */
    static List<Expr> in(Expr one, Expr other) {
        var holes = new Holes(one, other);
        return holes.calls.isEmpty() ? List.of() : List.of(holes.replaced(one), holes.replaced(other));
    }

    private void find(Expr expr) {
        // The value of a local that is written stays known.
        boolean isHole = !(expr instanceof LocalSet) && nodes.getOrDefault(expr, 0) == 1 && isSeparable(expr);
        if (isHole) {
            if (shared.merge(expr, 1, Integer::sum) == 1) {
                inOrder.add(expr);
            }
        } else {
            expr.children().forEach(this::find);
        }
    }

    /** Determines if control enters and leaves a tree only at its ends. */
    private static boolean isSeparable(Expr tree) {
        return tree.isReachable()
                && ExprWalk.all(
                        tree,
                        expr -> !(expr instanceof Break
                                || expr instanceof Switch
                                || expr instanceof Return
                                || expr instanceof Call call && call.tail()
                                || expr instanceof Opaque opaque
                                        && (opaque.template().hasLabels()
                                                || opaque.template().isPinned()
                                                || opaque.template().isBranch()
                                                || opaque.template().leavesFunction()
                                                || opaque.template().hasHandlers())));
    }

    private Expr replaced(Expr expr) {
        Expr call = calls.get(expr);
        if (call != null) {
            return call;
        }
        List<Expr> children = new ArrayList<>();
        boolean changed = false;
        for (Expr child : expr.children()) {
            Expr result = replaced(child);
            children.add(result);
            changed |= result != child;
        }
        return changed ? expr.withChildren(children) : expr;
    }

    private static Expr calls(Expr tree, String name) {
        Map<Integer, ValueType> types = new TreeMap<>();
        ExprWalk.each(tree, expr -> {
            if (expr instanceof LocalGet get) {
                types.put(get.index(), get.type());
            } else if (expr instanceof LocalSet set) {
                types.put(set.index(), set.value().type());
            }
        });
        LocalAccess access = LocalAccess.of(tree);
        List<Expr> operands = new ArrayList<>();
        access.reads().stream().forEach(local -> operands.add(new LocalGet(local, types.get(local))));
        List<Expr> items = new ArrayList<>();
        access.writes().stream()
                .forEach(local -> items.add(
                        LocalSet.set(local, new Call(name + " " + local, operands, false, types.get(local)))));
        Expr value = bounded(tree, new Call(name, operands, false, tree.type()));
        if (items.isEmpty()) {
            return value;
        }
        items.add(value);
        return new Block(null, items, tree.type());
    }

    /** Keeps the bound of a value that its root shows. */
    private static Expr bounded(Expr tree, Expr value) {
        if (tree instanceof IntBinary binary && binary.operator().isComparison()
                || tree instanceof IntUnary unary && unary.operator() == UnaryOperator.EQZ) {
            return masked(value, 1);
        }
        if (tree instanceof IntBinary binary
                && binary.operator() == BinaryOperator.AND
                && binary.isReachable()
                && binary.right() instanceof Const constant) {
            return masked(value, constant.bits());
        }
        boolean isNarrow = tree instanceof Load load
                && !load.signed()
                && load.valueType().isInteger()
                && load.bytes() * 8 < load.valueType().bits();
        return isNarrow ? masked(value, ValueGraph.mask(8 * ((Load) tree).bytes())) : value;
    }

    private static Expr masked(Expr value, long mask) {
        return IntBinary.of(BinaryOperator.AND, value.type(), value, new Const(value.type(), mask));
    }
}
