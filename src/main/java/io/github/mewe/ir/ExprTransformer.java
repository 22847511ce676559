package io.github.mewe.ir;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Rebuilds a tree from its leaves up; what does not change is shared with the old tree. */
public final class ExprTransformer {
    private final LoopChange change;

    private ExprTransformer(LoopChange change) {
        this.change = change;
    }

    /** A change that depends on how often a node runs. */
    public interface LoopChange {
        /**
         * What stands in the place of a node.
         *
         * @param expr the node, its children already changed
         * @param loops in how many loops of the tree it is
         */
        Expr apply(Expr expr, int loops);
    }

    /**
     * Applies a change to every node, children first.
     *
     * @param root the tree
     * @param change given a node whose children are already changed, returns what stands in its place
     */
    public static Expr bottomUp(Expr root, UnaryOperator<Expr> change) {
        return bottomUp(root, (expr, loops) -> change.apply(expr));
    }

    /**
     * Applies a change to every node, children first.
     *
     * @param root the tree
     * @param change what to do
     */
    public static Expr bottomUp(Expr root, LoopChange change) {
        return new ExprTransformer(change).visit(root, 0);
    }

    private Expr visit(Expr expr, int loops) {
        int inside = expr instanceof Loop ? loops + 1 : loops;
        List<Expr> children = expr.children();
        List<Expr> changed = null;
        for (int i = 0; i < children.size(); i++) {
            Expr child = children.get(i);
            Expr result = visit(child, inside);
            if (result != child && changed == null) {
                changed = new ArrayList<>(children);
            }
            if (changed != null) {
                changed.set(i, result);
            }
        }
        return change.apply(changed == null ? expr : expr.withChildren(changed), loops);
    }
}
