package io.github.mewe.variant.structure;

import io.github.mewe.ir.BodyCost;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.ExprTransformer;
import java.util.ArrayList;
import java.util.List;

/**
 * How often the parts of a body run, as far as its loops tell.
 *
 * @param loops the number of loops around each node, by the order in which a walk leaves them
 */
record Runs(List<Integer> loops) {
    /** Copies the list. */
    Runs {
        loops = List.copyOf(loops);
    }

    /** Looks for the loops of a body. */
    static Runs of(Expr root) {
        var loops = new ArrayList<Integer>();
        ExprTransformer.bottomUp(root, (expr, around) -> {
            loops.add(around);
            return expr;
        });
        return new Runs(loops);
    }

    /**
     * How often a node runs for each time the body does.
     *
     * @param node the node, counted as a walk leaves it
     */
    double of(int node) {
        return BodyCost.runs(loops.get(node));
    }
}
