package io.github.mewe.ir;

import io.github.mewe.wasm.ValueType;
import java.util.List;

/**
 * Returns from the function.
 *
 * @param value the result, or null
 */
public record Return(Expr value) implements Expr {
    @Override
    public ValueType type() {
        return ValueType.UNREACHABLE;
    }

    @Override
    public List<Expr> children() {
        return value == null ? List.of() : List.of(value);
    }

    @Override
    public Expr withChildren(List<Expr> children) {
        return value == null ? this : new Return(children.get(0));
    }
}
