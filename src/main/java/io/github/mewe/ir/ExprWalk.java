package io.github.mewe.ir;

import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Visits every node of a tree in no particular order. Does not recurse, so any nesting depth is safe. Generation spends
 * much of its time here, so the loops avoid collections and lambdas.
 */
public final class ExprWalk {
    private static final int FIRST_CAPACITY = 16;

    private Expr[] waiting = new Expr[FIRST_CAPACITY];
    private int count = 1;

    private ExprWalk(Expr root) {
        waiting[0] = root;
    }

    /**
     * Visits each node once.
     *
     * @param root the tree
     * @param visitor receives the nodes
     */
    public static void each(Expr root, Consumer<Expr> visitor) {
        var walk = new ExprWalk(root);
        while (walk.count > 0) {
            Expr expr = walk.waiting[--walk.count];
            visitor.accept(expr);
            walk.push(expr);
        }
    }

    /** The number of nodes that a predicate accepts. */
    public static int count(Expr root, Predicate<Expr> wanted) {
        int found = 0;
        var walk = new ExprWalk(root);
        while (walk.count > 0) {
            Expr expr = walk.waiting[--walk.count];
            if (wanted.test(expr)) {
                found++;
            }
            walk.push(expr);
        }
        return found;
    }

    /** Determines if a predicate accepts all nodes. Stops at the first one that it rejects. */
    public static boolean all(Expr root, Predicate<Expr> wanted) {
        return !any(root, wanted.negate());
    }

    /** Determines if a predicate accepts any node. Stops at the first one that it accepts. */
    public static boolean any(Expr root, Predicate<Expr> wanted) {
        var walk = new ExprWalk(root);
        while (walk.count > 0) {
            Expr expr = walk.waiting[--walk.count];
            if (wanted.test(expr)) {
                return true;
            }
            walk.push(expr);
        }
        return false;
    }

    private void push(Expr expr) {
        int children = expr.childCount();
        if (children == 0) {
            return;
        }
        if (count + children > waiting.length) {
            waiting = Arrays.copyOf(waiting, 2 * (count + children));
        }
        for (int i = 0; i < children; i++) {
            waiting[count++] = expr.child(i);
        }
    }
}
