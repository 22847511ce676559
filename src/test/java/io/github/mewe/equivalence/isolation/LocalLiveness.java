package io.github.mewe.equivalence.isolation;

import io.github.mewe.ir.Block;
import io.github.mewe.ir.Break;
import io.github.mewe.ir.Call;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.ExprWalk;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.If;
import io.github.mewe.ir.LocalGet;
import io.github.mewe.ir.LocalSet;
import io.github.mewe.ir.Loop;
import io.github.mewe.ir.Opaque;
import io.github.mewe.ir.Return;
import io.github.mewe.ir.Switch;
import io.github.mewe.ir.Unreachable;
import java.util.BitSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** The locals of a body that may be read later, after each node and at each label. */
final class LocalLiveness {
    private final Map<Expr, BitSet> after = new IdentityHashMap<>();
    private final Map<String, BitSet> labels = new HashMap<>();

    /**
     * Analyses a body.
     *
     * @param body a body that is {@linkplain #isKnown known}
     */
    LocalLiveness(FunctionBody body) {
        labels.put(RegionTerms.RETURN, new BitSet());
        before(body.root(), new BitSet());
    }

    /** Determines if all branches of a body are modelled. Exception handlers and tail calls through tables are not. */
    static boolean isKnown(FunctionBody body) {
        return !ExprWalk.any(
                body.root(),
                expr -> expr instanceof Opaque opaque
                        && (opaque.template().hasLabels() && !opaque.template().isBranch()
                                || opaque.template().hasHandlers()
                                || opaque.template().isPinned()
                                || opaque.template().leavesFunction()));
    }

    /** The locals that may be read after a node. */
    BitSet after(Expr node) {
        return after.get(node);
    }

    /** The locals that may be read after a branch to a label. */
    BitSet at(String label) {
        return labels.get(label);
    }

    private BitSet before(Expr expr, BitSet later) {
        after.computeIfAbsent(expr, any -> new BitSet()).or(later);
        if (expr instanceof LocalGet get) {
            return with(later, get.index());
        }
        if (expr instanceof LocalSet set) {
            var unset = (BitSet) later.clone();
            unset.clear(set.index());
            return before(set.value(), unset);
        }
        if (expr instanceof Loop loop) {
            return before(loop, later);
        }
        if (expr instanceof If test) {
            BitSet either = before(test.ifTrue(), later);
            either = union(either, test.ifFalse() == null ? later : before(test.ifFalse(), later));
            return before(test.condition(), either);
        }
        if (expr instanceof Block block && block.label() != null) {
            labels.computeIfAbsent(block.label(), any -> new BitSet()).or(later);
        }
        return beforeAll(expr.children(), afterOperands(expr, later));
    }

    private BitSet before(Loop loop, BitSet later) {
        BitSet start = new BitSet();
        while (true) {
            if (loop.label() != null) {
                labels.put(loop.label(), start);
            }
            BitSet found = before(loop.body(), later);
            if (found.equals(start)) {
                return start;
            }
            start = found;
        }
    }

    /** The locals that may be read once the operands of a node are evaluated. */
    private BitSet afterOperands(Expr expr, BitSet later) {
        if (expr instanceof Break jump) {
            BitSet target = labels.get(jump.label());
            return jump.condition() == null ? target : union(target, later);
        }
        if (expr instanceof Switch table) {
            BitSet targets = labels.get(table.defaultTarget());
            for (String target : table.targets()) {
                targets = union(targets, labels.get(target));
            }
            return targets;
        }
        if (expr instanceof Opaque opaque && opaque.template().isBranch()) {
            return union(labels.get(opaque.template().branchLabel()), later);
        }
        boolean leaves = expr instanceof Return || expr instanceof Unreachable || expr instanceof Call c && c.tail();
        return leaves ? new BitSet() : later;
    }

    private BitSet beforeAll(List<Expr> items, BitSet later) {
        BitSet now = later;
        for (int i = items.size() - 1; i >= 0; i--) {
            now = before(items.get(i), now);
        }
        return now;
    }

    private static BitSet with(BitSet set, int index) {
        var more = (BitSet) set.clone();
        more.set(index);
        return more;
    }

    private static BitSet union(BitSet one, BitSet other) {
        var both = (BitSet) one.clone();
        both.or(other);
        return both;
    }
}
