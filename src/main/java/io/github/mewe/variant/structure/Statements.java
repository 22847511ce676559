package io.github.mewe.variant.structure;

import io.github.mewe.ir.Block;
import io.github.mewe.ir.Expr;
import io.github.mewe.wasm.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The statements of a block: items that leave no value and may have successors. */
final class Statements {
    private Statements() {}

    /** Returns true if a block has a matching statement. */
    static boolean exist(Block block, Predicate<Expr> wanted) {
        List<Expr> items = block.items();
        for (int i = 0, size = items.size(); i < size; i++) {
            Expr item = items.get(i);
            if (item.type().equals(ValueType.NONE) && wanted.test(item)) {
                return true;
            }
        }
        return false;
    }

    /**
     * The indices of the matching statements in a block.
     *
     * @param block the block
     * @param wanted matches statements
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
