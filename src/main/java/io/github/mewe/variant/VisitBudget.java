package io.github.mewe.variant;

import io.github.mewe.ir.Expr;
import io.github.mewe.ir.ExprWalk;

/**
 * The number of nodes that one walk over a body may visit below its sites. A site whose subtree no longer fits stays as
 * it is. Otherwise nested sites would take time quadratic in the depth of the body.
 */
public final class VisitBudget {
    private static final long MIN_VISITS = 2_000_000;
    private static final long VISITS_PER_NODE = 64;

    private long left;

    private VisitBudget(long left) {
        this.left = left;
    }

    /** The budget of a body. */
    public static VisitBudget of(Expr root) {
        return new VisitBudget(Math.max(MIN_VISITS, VISITS_PER_NODE * ExprWalk.count(root, expr -> true)));
    }

    /** Spends the visits of a subtree. Returns false if they exceed the budget. */
    public boolean covers(Expr subtree) {
        return ExprWalk.all(subtree, expr -> left-- > 0);
    }
}
