package io.github.mewe.equivalence.derivation;

import io.github.mewe.ir.Block;
import io.github.mewe.ir.Break;
import io.github.mewe.ir.Call;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.ExprWalk;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.If;
import io.github.mewe.ir.IntBinary;
import io.github.mewe.ir.LocalGet;
import io.github.mewe.ir.LocalSet;
import io.github.mewe.ir.Loop;
import io.github.mewe.ir.Opaque;
import io.github.mewe.ir.Return;
import io.github.mewe.ir.Switch;
import io.github.mewe.ir.Unreachable;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The locals that code reads before it writes them: after and before each change, and at each label. */
final class LiveLocals {
    private final Map<Change, BitSet[]> places = new HashMap<>();
    private final Map<String, BitSet> labels = new HashMap<>();

    /** The labels of blocks that the present walk has come to. */
    private final Set<String> passed = new HashSet<>();

    private boolean isStable;
    private boolean hasUnknown;

    /** Follows the tree before a change backwards, as often as loops require. */
    LiveLocals(FunctionBody body, Change root) {
        while (!isStable && !hasUnknown) {
            isStable = true;
            passed.clear();
            walk(body.root(), root, new BitSet());
        }
        if (hasUnknown) {
            var all = new BitSet();
            all.set(0, body.localCount());
            places.clear();
            labels.clear();
            ExprWalk.each(body.root(), expr -> label(expr, all));
            fill(root, all);
        }
    }

    /** Control may leave such an instruction in ways that the walk does not follow. */
    static boolean isUnknown(Opaque opaque) {
        return opaque.template().hasHandlers()
                || opaque.template().hasLabels() && !opaque.template().isBranch();
    }

    private void label(Expr expr, BitSet live) {
        String label = expr instanceof Block block ? block.label() : expr instanceof Loop loop ? loop.label() : null;
        if (label != null) {
            labels.put(label, live);
        }
    }

    private void fill(Change change, BitSet live) {
        for (int i = 0; i <= change.before.children().size(); i++) {
            put(change, i, live);
        }
        put(change, 1, live);
        change.inside.forEach(inner -> fill(inner, live));
    }

    /** Determines if the body has instructions that control may leave in unknown ways, such as handlers. */
    boolean hasUnknown() {
        return hasUnknown;
    }

    /** The locals that are live at a label. */
    BitSet at(String label) {
        return labels.get(label);
    }

    /** The locals that are live where control enters a change. */
    BitSet before(Change change) {
        return isRange(change) ? beforeItem(change.parent, change.index) : places.get(change)[0];
    }

    /** The locals that are live where control leaves a change at its end. */
    BitSet after(Change change) {
        return isRange(change) ? beforeItem(change.parent, change.index + change.count) : last(change);
    }

    private BitSet last(Change change) {
        BitSet[] all = places.get(change);
        return all[all.length - 1];
    }

    /** The locals that are live before an item of a block with changes inside; after the last one, at its end. */
    BitSet beforeItem(Change block, int item) {
        return item == block.before.children().size() ? last(block) : places.get(block)[item];
    }

    /** A change of several items is a block that the tree lacks. */
    private static boolean isRange(Change change) {
        return change.parent != null
                && (change.count != 1
                        || change.before != change.parent.before.children().get(change.index));
    }

    private void put(Change change, int place, BitSet live) {
        int size = change.before instanceof Block block && !change.inside.isEmpty()
                ? block.items().size() + 1
                : 2;
        places.computeIfAbsent(change, any -> new BitSet[Math.max(2, size)])[Math.min(place, Math.max(2, size) - 1)] =
                (BitSet) live.clone();
    }

    private static Change inside(Change change, int child) {
        Change inner = change == null ? null : change.at(child);
        return inner == null || isRange(inner) ? null : inner;
    }

    /** Turns the locals that are live after an expression into those that are live before it. */
    private void walk(Expr expr, Change change, BitSet live) {
        if (change != null) {
            put(change, Integer.MAX_VALUE, live);
        }
        if (expr instanceof LocalGet get) {
            live.set(get.index());
        } else if (expr instanceof IntBinary binary) {
            walk(binary.right(), inside(change, 1), live);
            walk(binary.left(), inside(change, 0), live);
        } else if (expr instanceof LocalSet set) {
            live.clear(set.index());
            walk(set.value(), inside(change, 0), live);
        } else if (expr instanceof Block block) {
            walk(block, change, live);
        } else if (expr instanceof Loop loop) {
            walk(loop.body(), inside(change, 0), live);
            if (loop.label() != null) {
                add(loop.label(), live, false);
            }
        } else if (expr instanceof If choice) {
            var otherwise = (BitSet) live.clone();
            walk(choice.ifTrue(), inside(change, 1), live);
            if (choice.ifFalse() != null) {
                walk(choice.ifFalse(), inside(change, 2), otherwise);
            }
            live.or(otherwise);
            walk(choice.condition(), inside(change, 0), live);
        } else {
            leave(expr, live);
            List<Expr> children = expr.children();
            for (int i = children.size() - 1; i >= 0; i--) {
                walk(children.get(i), inside(change, i), live);
            }
        }
        if (change != null) {
            put(change, 0, live);
        }
    }

    private void walk(Block block, Change change, BitSet live) {
        if (block.label() != null) {
            add(block.label(), live, passed.add(block.label()));
        }
        for (int i = block.items().size() - 1; i >= 0; i--) {
            walk(block.items().get(i), inside(change, i), live);
            if (change != null && !change.inside.isEmpty()) {
                put(change, i, live);
            }
        }
    }

    private void leave(Expr expr, BitSet live) {
        if (expr instanceof Break jump) {
            if (jump.condition() == null) {
                live.clear();
            }
            live.or(known(jump.label()));
        } else if (expr instanceof Switch jump) {
            live.clear();
            jump.targets().forEach(target -> live.or(known(target)));
            live.or(known(jump.defaultTarget()));
        } else if (expr instanceof Opaque opaque) {
            leave(opaque, live);
        } else if (expr instanceof Return || expr instanceof Unreachable || expr instanceof Call call && call.tail()) {
            live.clear();
        }
    }

    private void leave(Opaque opaque, BitSet live) {
        hasUnknown |= isUnknown(opaque);
        if (opaque.template().isBranch()) {
            live.or(known(opaque.template().branchLabel()));
        } else if (opaque.template().leavesFunction()) {
            live.clear();
        }
    }

    private BitSet known(String label) {
        return labels.computeIfAbsent(label, any -> new BitSet());
    }

    /**
     * Adds what is live at a label.
     *
     * @param comesFirst true if the walk comes to all branches to the label later, so that they need no other walk
     */
    private void add(String label, BitSet live, boolean comesFirst) {
        BitSet known = known(label);
        int before = known.cardinality();
        known.or(live);
        isStable &= comesFirst || known.cardinality() == before;
    }
}
