package io.github.mewe.ir;

import io.github.mewe.wasm.ValueType;
import java.util.List;

/**
 * A conditional.
 *
 * @param condition an i32
 * @param ifTrue the branch for a condition other than zero
 * @param ifFalse the branch for zero, or null
 * @param type the type of the value that the branches leave
 */
public record If(Expr condition, Expr ifTrue, Expr ifFalse, ValueType type) implements Expr {
    @Override
    public List<Expr> children() {
        return ifFalse == null ? List.of(condition, ifTrue) : List.of(condition, ifTrue, ifFalse);
    }

    @Override
    public Expr withChildren(List<Expr> children) {
        return new If(children.get(0), children.get(1), ifFalse == null ? null : children.get(2), type);
    }
}
