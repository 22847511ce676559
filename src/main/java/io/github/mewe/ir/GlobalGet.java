package io.github.mewe.ir;

import io.github.mewe.wasm.ValueType;
import java.util.List;

/**
 * Reads a global.
 *
 * @param name the name of the global
 * @param type the type of the global
 */
public record GlobalGet(String name, ValueType type) implements Expr {
    @Override
    public List<Expr> children() {
        return List.of();
    }

    @Override
    public Expr withChildren(List<Expr> children) {
        return this;
    }
}
