package io.github.mewe.ir;

import io.github.mewe.wasm.ValueType;
import java.util.List;

/**
 * A body that starts again when its label is branched to.
 *
 * @param label the label, or null
 * @param body the body
 * @param type the type of the value that is left when control falls out of the body
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
