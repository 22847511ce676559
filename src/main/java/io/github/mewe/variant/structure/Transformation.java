package io.github.mewe.variant.structure;

import io.github.mewe.ir.Expr;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.variant.StrategyContext;
import java.util.List;
import java.util.Optional;

/** One structural change of a function. Each implementation argues in its Javadoc why it is sound. */
interface Transformation {

    /** The name in the manifest. */
    String name();

    /** Returns true if the change adds locals, calls or activations, or moves values between locals. */
    boolean changesFrame();

    /** Returns true if the change adds a branch on data to a path, even if the branch always goes the same way. */
    default boolean branchesOnData() {
        return false;
    }

    /** A kind of node that every function with a site has; {@link Expr} if the sites have no kind in common. */
    default Class<? extends Expr> siteKind() {
        return Expr.class;
    }

    /**
     * Changes a function at one or more random sites.
     *
     * @return empty if there is no site
     */
    Optional<Outcome> apply(FunctionBody function, StrategyContext context);

    /**
     * The result of a transformation.
     *
     * @param body the changed function
     * @param helpers new functions that the body calls, and that may call each other, under provisional
     *     {@linkplain HelperNames names}
     * @param sites the post-order indices of the changed nodes in the body before the change
     */
    record Outcome(FunctionBody body, List<FunctionBody> helpers, List<Integer> sites) {
        /** Copies the lists. */
        public Outcome {
            helpers = List.copyOf(helpers);
            sites = List.copyOf(sites);
        }
    }
}
