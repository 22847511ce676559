package io.github.mewe.ir;

import io.github.mewe.wasm.ValueType;
import java.util.List;

/**
 * A sequence of expressions.
 *
 * @param label the target of branches to the end of the block, or null
 * @param items the sequence; only the last may leave a value
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
