package io.github.mewe.ir;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Rebuilds a tree from its leaves up; what does not change is shared with the old tree. */
public final class ExprTransformer {
    private final UnaryOperator<Expr> change;

    private ExprTransformer(UnaryOperator<Expr> change) {
        this.change = change;
    }

    /**
     * Applies a change to every node, children first.
     *
     * @param root the tree
     * @param change given a node whose children are already changed, returns what stands in its place
     */
    public static Expr bottomUp(Expr root, UnaryOperator<Expr> change) {
        return new ExprTransformer(change).visit(root);
    }

    private Expr visit(Expr expr) {
        List<Expr> children = expr.children();
        List<Expr> changed = null;
        for (int i = 0; i < children.size(); i++) {
            Expr child = children.get(i);
            Expr result = visit(child);
            if (result != child && changed == null) {
                changed = new ArrayList<>(children);
            }
            if (changed != null) {
                changed.set(i, result);
            }
        }
        return change.apply(changed == null ? expr : expr.withChildren(changed));
    }
}
