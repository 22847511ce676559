package io.github.mewe.ir;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.Predicate;

/** Tells which subtrees of a tree contain a kind of node, after one walk over the tree. */
public final class SubtreeSearch {
    private final Predicate<Expr> wanted;
    private final Map<Expr, Boolean> answers = new IdentityHashMap<>();
    private final boolean isAnywhere;

    /**
     * Searches a tree.
     *
     * @param root the tree
     * @param wanted accepts the nodes to find
     */
    public SubtreeSearch(Expr root, Predicate<Expr> wanted) {
        this.wanted = wanted;
        this.isAnywhere = ExprWalk.any(root, wanted);
        if (isAnywhere) {
            search(root);
        }
    }

    private boolean search(Expr expr) {
        boolean found = wanted.test(expr);
        for (Expr child : expr.children()) {
            found |= search(child);
        }
        answers.put(expr, found);
        return found;
    }

    /**
     * Determines if a subtree contains a wanted node.
     *
     * @param subtree a subtree of the tree, or one derived from it without adding wanted nodes
     */
    public boolean isIn(Expr subtree) {
        if (!isAnywhere) {
            return false;
        }
        Boolean answer = answers.get(subtree);
        return answer != null ? answer : ExprWalk.any(subtree, wanted);
    }
}
