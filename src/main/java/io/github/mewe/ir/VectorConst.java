package io.github.mewe.ir;

import io.github.mewe.wasm.ValueType;
import java.util.List;

/**
 * A vector constant of 128 bits.
 *
 * @param low bytes 0 to 7, the first in the lowest bits
 * @param high bytes 8 to 15, the first in the lowest bits
 */
public record VectorConst(long low, long high) implements Expr {
    @Override
    public ValueType type() {
        return ValueType.V128;
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
