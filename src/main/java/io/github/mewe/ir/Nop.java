package io.github.mewe.ir;

import io.github.mewe.wasm.ValueType;
import java.util.List;

/** Does nothing. */
public record Nop() implements Expr {
    @Override
    public ValueType type() {
        return ValueType.NONE;
    }

    @Override
    public List<Expr> children() {
        return List.of();
    }

    @Override
    public Expr withChildren(List<Expr> children) {
        return this;
    }
}
