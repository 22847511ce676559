package io.github.mewe.ir;

import io.github.mewe.wasm.ValueType;
import java.util.List;

/**
 * A sequence of expressions.
 *
 * @param label the label that a branch to the block's end names, or null
 * @param items the sequence; all but the last leave no value
 * @param type the type of the value that the block leaves
 */
public record Block(String label, List<Expr> items, ValueType type) implements Expr {
    /** Copies the list. */
    public Block {
        items = List.copyOf(items);
    }

    /** A block that leaves no value. */
    public static Block of(String label, Expr... items) {
        return new Block(label, List.of(items), ValueType.NONE);
    }

    @Override
    public List<Expr> children() {
        return items;
    }

    @Override
    public Expr withChildren(List<Expr> children) {
        return new Block(label, children, type);
    }
}
