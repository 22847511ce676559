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
import io.github.mewe.ir.LocalGet;
import io.github.mewe.ir.LocalSet;
import io.github.mewe.ir.Opaque;
import io.github.mewe.ir.Return;
import io.github.mewe.ir.Switch;
import io.github.mewe.ir.UnaryOperator;
import io.github.mewe.wasm.ValueType;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Replaces the subtrees that two trees share by calls of functions that the module lacks, with the locals that the
 * subtree reads as operands, one per local that it writes and one for its value. Such functions may do anything that
 * depends on their operands and the state. So if the results are equivalent, the trees are.
 */
final class Holes {
    private static final String HOLE = "\0hole ";

    /** The sum of the sizes up to which equal subtrees are found. In larger ones, only identical subtrees are. */
    private static final int MOST_NODES = 600;

    private final Map<Tree, Uses> uses = new HashMap<>();
    private final List<Uses> shared = new ArrayList<>();

    /** True to find equal subtrees, not only identical ones. */
    private boolean isSmall;

    private int size;

    private Holes() {}

    /** A subtree with its hash code. Records compute theirs from all of their nodes, each time. */
    private final class Tree {
        private final Expr expr;
        private final Tree[] children;
        private final int hash;
        private final boolean isSeparable;

        Tree(Expr expr) {
            List<Expr> operands = expr.children();
            this.expr = expr;
            this.children = new Tree[operands.size()];
            int code = TreeHash.ofNode(expr);
            boolean areSeparable = isSeparable(expr);
            for (int i = 0; i < children.length; i++) {
                children[i] = new Tree(operands.get(i));
                code = TreeHash.with(code, children[i].hash);
                areSeparable &= children[i].isSeparable;
            }
            this.hash = code;
            this.isSeparable = areSeparable;
            size++;
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public boolean equals(Object object) {
            return object instanceof Tree other
                    && (expr == other.expr || isSmall && hash == other.hash && expr.equals(other.expr));
        }
    }

    /** The uses of equal subtrees. */
    private static final class Uses {
        private final Expr expr;
        private int before;
        private int after;
        /** The call that replaces the subtree, or null. */
        private Expr call;

        Uses(Expr expr) {
            this.expr = expr;
        }
    }

    /** Replaces the subtrees; returns an empty list if the trees share none. */
    static List<Expr> in(Expr one, Expr other) {
        return new Holes().replaced(one, other);
    }

    private List<Expr> replaced(Expr one, Expr other) {
        var before = new Tree(one);
        var after = new Tree(other);
        isSmall = size <= MOST_NODES;
        count(before);
        find(after);
        int holes = 0;
        for (Uses use : shared) {
            if (use.after == 1) {
                use.call = calls(use.expr, HOLE + holes++);
            }
        }
        return holes == 0 ? List.of() : List.of(replaced(before), replaced(after));
    }

    private void count(Tree tree) {
        if (tree.children.length > 0) {
            uses.computeIfAbsent(tree, any -> new Uses(tree.expr)).before++;
        }
        for (Tree child : tree.children) {
            count(child);
        }
    }

    private void find(Tree tree) {
        // The value of a local that is written stays known.
        boolean mayBeHole = tree.isSeparable && tree.expr.isReachable() && !(tree.expr instanceof LocalSet);
        Uses use = mayBeHole ? uses.get(tree) : null;
        if (use != null && use.before == 1) {
            if (use.after++ == 0) {
                shared.add(use);
            }
        } else {
            for (Tree child : tree.children) {
                find(child);
            }
        }
    }

    /** Determines if control enters and leaves a node only at its ends. */
    private static boolean isSeparable(Expr expr) {
        return !(expr instanceof Break
                || expr instanceof Switch
                || expr instanceof Return
                || expr instanceof Call call && call.tail()
                || expr instanceof Opaque opaque
                        && (opaque.template().hasLabels()
                                || opaque.template().isPinned()
                                || opaque.template().isBranch()
                                || opaque.template().leavesFunction()
                                || opaque.template().hasHandlers()));
    }

    private Expr replaced(Tree tree) {
        Uses use = uses.get(tree);
        if (use != null && use.call != null) {
            return use.call;
        }
        List<Expr> changed = null;
        for (int i = 0; i < tree.children.length; i++) {
            Expr result = replaced(tree.children[i]);
            if (result != tree.children[i].expr) {
                changed = changed == null ? new ArrayList<>(tree.expr.children()) : changed;
                changed.set(i, result);
            }
        }
        return changed == null ? tree.expr : tree.expr.withChildren(changed);
    }

    private static Expr calls(Expr tree, String name) {
        Map<Integer, ValueType> types = new HashMap<>();
        var reads = new BitSet();
        var writes = new BitSet();
        ExprWalk.each(tree, expr -> {
            if (expr instanceof LocalGet get) {
                reads.set(get.index());
                types.put(get.index(), get.type());
            } else if (expr instanceof LocalSet set) {
                writes.set(set.index());
                types.put(set.index(), set.value().type());
            }
        });
        List<Expr> operands = new ArrayList<>();
        for (int local = reads.nextSetBit(0); local >= 0; local = reads.nextSetBit(local + 1)) {
            operands.add(new LocalGet(local, types.get(local)));
        }
        Expr value = bounded(tree, new Call(name, operands, false, tree.type()));
        if (writes.isEmpty()) {
            return value;
        }
        List<Expr> items = new ArrayList<>();
        for (int local = writes.nextSetBit(0); local >= 0; local = writes.nextSetBit(local + 1)) {
            items.add(LocalSet.set(local, new Call(name + " " + local, operands, false, types.get(local))));
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
