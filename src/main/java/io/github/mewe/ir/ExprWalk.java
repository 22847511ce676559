package io.github.mewe.ir;

import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Visits every node of a tree in no particular order. Does not recurse, so any nesting depth is safe. */
public final class ExprWalk {
    private ExprWalk() {}

    /**
     * Visits each node once.
     *
     * @param root the tree
     * @param visitor receives the nodes
     */
    public static void each(Expr root, Consumer<Expr> visitor) {
        var work = new ArrayDeque<Expr>();
        work.push(root);
        while (!work.isEmpty()) {
            Expr expr = work.pop();
            visitor.accept(expr);
            pushChildren(expr, work);
        }
    }

    /** The number of nodes that a predicate accepts. */
    public static int count(Expr root, Predicate<Expr> wanted) {
        int[] count = {0};
        each(root, expr -> count[0] += wanted.test(expr) ? 1 : 0);
        return count[0];
    }

    /** Determines if a predicate accepts all nodes. Stops at the first one that it rejects. */
    public static boolean all(Expr root, Predicate<Expr> wanted) {
        return !any(root, wanted.negate());
    }

    /** Determines if a predicate accepts any node. Stops at the first one that it accepts. */
    public static boolean any(Expr root, Predicate<Expr> wanted) {
        var work = new ArrayDeque<Expr>();
        work.push(root);
        while (!work.isEmpty()) {
            Expr expr = work.pop();
            if (wanted.test(expr)) {
                return true;
            }
            pushChildren(expr, work);
        }
        return false;
    }

    /** Avoids iterators and lambdas, since these loops take much of the time of generation. */
    private static void pushChildren(Expr expr, ArrayDeque<Expr> work) {
        List<Expr> children = expr.children();
        for (int i = 0, size = children.size(); i < size; i++) {
            work.push(children.get(i));
        }
    }
}
