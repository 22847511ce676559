package io.github.mewe.equivalence.derivation;

import io.github.mewe.ir.Block;
import io.github.mewe.ir.Break;
import io.github.mewe.ir.Call;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.ExprTransformer;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.LocalGet;
import io.github.mewe.ir.LocalSet;
import io.github.mewe.ir.Loop;
import io.github.mewe.ir.Nop;
import io.github.mewe.ir.Opaque;
import io.github.mewe.ir.Switch;
import io.github.mewe.wasm.ValueType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Compares bodies up to what encoding and decoding change: the names of labels, the order of locals, blocks without
 * labels, and code that cannot be reached.
 */
final class NormalForm {
    private final FunctionBody one;
    private final FunctionBody other;
    private final Map<String, String> labels = new HashMap<>();
    private final Set<String> boundLabels = new HashSet<>();
    private final Map<Integer, Integer> locals = new HashMap<>();
    private final Map<Integer, Integer> inverse = new HashMap<>();

    private NormalForm(FunctionBody one, FunctionBody other) {
        this.one = one;
        this.other = other;
    }

    /** Determines if two bodies with their helpers are the same. The helpers have the same names in the same order. */
    static boolean areSame(CheckedBody one, CheckedBody other) {
        if (one.helpers().size() != other.helpers().size() || !areSame(one.body(), other.body())) {
            return false;
        }
        for (int i = 0; i < one.helpers().size(); i++) {
            FunctionBody helper = one.helpers().get(i);
            if (!helper.name().equals(other.helpers().get(i).name())
                    || !areSame(helper, other.helpers().get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean areSame(FunctionBody one, FunctionBody other) {
        return one.signature().equals(other.signature()) && new NormalForm(one, other).areSame();
    }

    private boolean areSame() {
        for (int i = 0; i < one.signature().params().size(); i++) {
            locals.put(i, i);
            inverse.put(i, i);
        }
        return areSame(normal(one.root()), normal(other.root()));
    }

    /** Without blocks that have no label, code that cannot be reached, and empty instructions in blocks. */
    private static Expr normal(Expr root) {
        return ExprTransformer.bottomUp(root, NormalForm::flattened);
    }

    private static Expr flattened(Expr expr) {
        if (!(expr instanceof Block block)) {
            return expr;
        }
        List<Expr> items = new ArrayList<>();
        for (Expr item : block.items()) {
            if (item instanceof Block inner && inner.label() == null) {
                items.addAll(inner.items());
            } else if (!(item instanceof Nop)) {
                items.add(item);
            }
            if (!items.isEmpty() && !items.get(items.size() - 1).isReachable()) {
                break;
            }
        }
        if (block.label() == null && items.size() == 1) {
            return items.get(0);
        }
        return new Block(block.label(), items, block.type());
    }

    private boolean areSame(Expr left, Expr right) {
        if (left.getClass() != right.getClass()
                || left.children().size() != right.children().size()) {
            return false;
        }
        if (left instanceof Block block) {
            Block match = (Block) right;
            return (block.label() == null) == (match.label() == null)
                    && bind(block.label(), match.label())
                    && areChildrenSame(left, right);
        }
        if (left instanceof Loop loop) {
            Loop match = (Loop) right;
            return (loop.label() == null) == (match.label() == null)
                    && bind(loop.label(), match.label())
                    && areChildrenSame(left, right);
        }
        return isSameNode(left, right) && areChildrenSame(left, right);
    }

    /** Relates two labels. In both bodies, a name may be bound only once. */
    private boolean bind(String left, String right) {
        return left == null || labels.put(left, right) == null && boundLabels.add(right);
    }

    private boolean areChildrenSame(Expr left, Expr right) {
        for (int i = 0; i < left.children().size(); i++) {
            if (!areSame(left.children().get(i), right.children().get(i))) {
                return false;
            }
        }
        return true;
    }

    private boolean isSameNode(Expr left, Expr right) {
        if (left instanceof LocalGet get) {
            return isSameLocal(get.index(), ((LocalGet) right).index());
        }
        if (left instanceof LocalSet set) {
            LocalSet match = (LocalSet) right;
            return set.tee() == match.tee() && isSameLocal(set.index(), match.index());
        }
        if (left instanceof Break jump) {
            Break match = (Break) right;
            return match.label().equals(labels.get(jump.label()))
                    && (jump.value() == null) == (match.value() == null)
                    && (jump.condition() == null) == (match.condition() == null);
        }
        if (left instanceof Switch jump) {
            Switch match = (Switch) right;
            return match.targets()
                            .equals(jump.targets().stream().map(labels::get).toList())
                    && match.defaultTarget().equals(labels.get(jump.defaultTarget()))
                    && (jump.value() == null) == (match.value() == null);
        }
        if (left instanceof Call call) {
            Call match = (Call) right;
            return call.target().equals(match.target()) && call.tail() == match.tail();
        }
        if (left instanceof Opaque opaque && opaque.template().hasLabels()) {
            return false;
        }
        return Change.isSameNode(left, right);
    }

    private boolean isSameLocal(int left, int right) {
        ValueType type = one.localType(left);
        locals.putIfAbsent(left, right);
        inverse.putIfAbsent(right, left);
        return locals.get(left) == right && inverse.get(right) == left && type.equals(other.localType(right));
    }
}
