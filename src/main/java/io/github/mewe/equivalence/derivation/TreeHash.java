package io.github.mewe.equivalence.derivation;

import io.github.mewe.ir.Const;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.IntBinary;
import io.github.mewe.ir.Load;
import io.github.mewe.ir.LocalGet;
import java.util.List;

/**
 * Hash codes of trees. They take less time than those of records, which include the types and other data that hardly
 * ever tell trees apart.
 */
final class TreeHash {
    private TreeHash() {}

    /** The hash code of a tree. */
    static int of(Expr tree) {
        int hash = ofNode(tree);
        List<Expr> children = tree.children();
        for (int i = 0; i < children.size(); i++) {
            hash = with(hash, of(children.get(i)));
        }
        return hash;
    }

    /** The hash code of a node without its children. */
    static int ofNode(Expr expr) {
        if (expr instanceof LocalGet get) {
            return get.index();
        }
        if (expr instanceof Const constant) {
            return Long.hashCode(constant.bits());
        }
        if (expr instanceof IntBinary binary) {
            return binary.operator().ordinal();
        }
        return expr instanceof Load load
                ? Long.hashCode(load.offset())
                : expr.getClass().hashCode();
    }

    /** The hash code of a tree with another child. */
    static int with(int hash, int child) {
        return 31 * hash + child;
    }
}
