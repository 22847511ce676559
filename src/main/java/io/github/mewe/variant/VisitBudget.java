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

    private final Expr root;
    private long left = MIN_VISITS;
    private boolean isMeasured;

    private VisitBudget(Expr root) {
        this.root = root;
    }

    /** The budget of a body. */
    public static VisitBudget of(Expr root) {
        return new VisitBudget(root);
    }

    /** Spends the visits of a subtree. Returns false if they exceed the budget. */
    public boolean covers(Expr subtree) {
        return subtree.children().isEmpty() ? spend() : !ExprWalk.any(subtree, expr -> !spend());
    }

    private boolean spend() {
        if (left == 0 && !isMeasured) {
            // Few walks get here, so only these count the nodes of the body.
            isMeasured = true;
            left = Math.max(0, VISITS_PER_NODE * ExprWalk.count(root, expr -> true) - MIN_VISITS);
        }
        return left-- > 0;
    }
}
