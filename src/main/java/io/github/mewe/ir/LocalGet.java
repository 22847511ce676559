package io.github.mewe.ir;

import io.github.mewe.wasm.ValueType;
import java.util.List;

/**
 * Reads a local.
 *
 * @param index the index of the local
 * @param type the type of the local
 */
public record LocalGet(int index, ValueType type) implements Expr {
    @Override
    public int childCount() {
        return 0;
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
