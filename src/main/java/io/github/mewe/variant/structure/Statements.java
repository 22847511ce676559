package io.github.mewe.variant.structure;

import io.github.mewe.ir.Block;
import io.github.mewe.ir.Expr;
import io.github.mewe.wasm.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The statements of a block: its items that leave no value and may be followed by others. */
final class Statements {
    private Statements() {}

    /**
     * The places of some statements in their block.
     *
     * @param block the block
     * @param wanted which statements
     */
    static List<Integer> of(Block block, Predicate<Expr> wanted) {
        var indices = new ArrayList<Integer>();
        for (int i = 0; i < block.items().size(); i++) {
            Expr item = block.items().get(i);
            if (item.type().equals(ValueType.NONE) && wanted.test(item)) {
                indices.add(i);
            }
        }
        return indices;
    }
}
