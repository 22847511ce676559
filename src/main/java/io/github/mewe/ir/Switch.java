package io.github.mewe.ir;

import io.github.mewe.wasm.ValueType;
import java.util.ArrayList;
import java.util.List;

/**
 * A branch table, {@code br_table}.
 *
 * @param targets the labels for the indices from 0
 * @param defaultTarget the label for every other index
 * @param value the value for the target, or null
 * @param index an i32
 */
public record Switch(List<String> targets, String defaultTarget, Expr value, Expr index) implements Expr {
    /** Copies the list. */
    public Switch {
        targets = List.copyOf(targets);
    }

    @Override
    public ValueType type() {
        return ValueType.UNREACHABLE;
    }

    @Override
    public List<Expr> children() {
        var children = new ArrayList<Expr>(2);
        if (value != null) {
            children.add(value);
        }
        children.add(index);
        return children;
    }

    @Override
    public Expr withChildren(List<Expr> children) {
        return new Switch(
                targets, defaultTarget, value == null ? null : children.get(0), children.get(children.size() - 1));
    }
}
