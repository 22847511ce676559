package io.github.mewe.ir;

import io.github.mewe.wasm.ValueType;
import java.util.ArrayList;
import java.util.List;

/**
 * A branch to a label, with or without a condition and a value.
 *
 * @param label the target
 * @param value the value for the target, or null
 * @param condition an i32, or null; the branch is taken if it is not zero
 * @param type unreachable without a condition, else the type of the value that remains
 */
public record Break(String label, Expr value, Expr condition, ValueType type) implements Expr {

    /** {@code br} without a value. */
    public static Break to(String label) {
        return new Break(label, null, null, ValueType.UNREACHABLE);
    }

    /** {@code br_if} without a value. */
    public static Break ifTrue(String label, Expr condition) {
        return new Break(label, null, condition, condition.isReachable() ? ValueType.NONE : ValueType.UNREACHABLE);
    }

    @Override
    public List<Expr> children() {
        var children = new ArrayList<Expr>(2);
        if (value != null) {
            children.add(value);
        }
        if (condition != null) {
            children.add(condition);
        }
        return children;
    }

    @Override
    public Expr withChildren(List<Expr> children) {
        return new Break(
                label,
                value == null ? null : children.get(0),
                condition == null ? null : children.get(children.size() - 1),
                type);
    }
}
