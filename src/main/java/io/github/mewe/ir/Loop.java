package io.github.mewe.ir;

import io.github.mewe.wasm.ValueType;
import java.util.List;

/**
 * A loop. A branch to its label starts the next iteration.
 *
 * @param label the label, or null
 * @param body the body
 * @param type the type of the value after the last iteration
 */
public record Loop(String label, Expr body, ValueType type) implements Expr {
    @Override
    public List<Expr> children() {
        return List.of(body);
    }

    @Override
    public Expr withChildren(List<Expr> children) {
        return new Loop(label, children.get(0), type);
    }
}
