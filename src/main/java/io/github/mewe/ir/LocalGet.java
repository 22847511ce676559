package io.github.mewe.ir;

import io.github.mewe.wasm.ValueType;
import java.util.List;

/**
 * Reads a local.
 *
 * @param index the local's index
 * @param type the local's type
 */
public record LocalGet(int index, ValueType type) implements Expr {
    @Override
    public List<Expr> children() {
        return List.of();
    }

    @Override
    public Expr withChildren(List<Expr> children) {
        return this;
    }
}
