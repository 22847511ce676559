package io.github.mewe.ir;

import io.github.mewe.wasm.ValueType;
import java.util.List;

/**
 * Writes a global.
 *
 * @param name the name of the global
 * @param value the new value
 */
public record GlobalSet(String name, Expr value) implements Expr {
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
        return new GlobalSet(name, children.get(0));
    }
}
