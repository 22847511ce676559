package io.github.mewe.ir;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Rebuilds a tree bottom-up. The new tree shares unchanged nodes with the old one. */
public final class ExprTransformer {
    private final LoopChange change;

    private ExprTransformer(LoopChange change) {
        this.change = change;
    }

    /** A change that depends on the number of loops around a node. */
    public interface LoopChange {
        /**
         * Returns the replacement of a node.
         *
         * @param expr the node with already changed children
         * @param loops the number of loops of the tree around the node
         */
        Expr apply(Expr expr, int loops);
    }

    /**
     * Applies a change to every node, children first.
     *
     * @param root the tree
     * @param change returns the replacement of a node with already changed children
     */
    public static Expr bottomUp(Expr root, UnaryOperator<Expr> change) {
        return bottomUp(root, (expr, loops) -> change.apply(expr));
    }

    /**
     * Applies a change to every node, children first.
     *
     * @param root the tree
     * @param change the change
     */
    public static Expr bottomUp(Expr root, LoopChange change) {
        return new ExprTransformer(change).visit(root, 0);
    }

    private Expr visit(Expr expr, int loops) {
        int inside = expr instanceof Loop ? loops + 1 : loops;
        List<Expr> changed = null;
        for (int i = 0, count = expr.childCount(); i < count; i++) {
            Expr child = expr.child(i);
            Expr result = visit(child, inside);
            if (result != child && changed == null) {
                changed = new ArrayList<>(expr.children());
            }
            if (changed != null) {
                changed.set(i, result);
            }
        }
        return change.apply(changed == null ? expr : expr.withChildren(changed), loops);
    }
}
