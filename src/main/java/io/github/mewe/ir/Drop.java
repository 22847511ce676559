package io.github.mewe.ir;

import io.github.mewe.wasm.ValueType;
import java.util.List;

/**
 * Evaluates an expression and discards its value.
 *
 * @param value the expression
 */
public record Drop(Expr value) implements Expr {
    @Override
    public ValueType type() {
        return value.isReachable() ? ValueType.NONE : ValueType.UNREACHABLE;
    }

    @Override
    public List<Expr> children() {
        return List.of(value);
    }

    @Override
    public Expr withChildren(List<Expr> children) {
        return new Drop(children.get(0));
    }
}
