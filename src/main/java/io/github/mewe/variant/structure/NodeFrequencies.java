package io.github.mewe.variant.structure;

import io.github.mewe.ir.BodyCost;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.ExprTransformer;
import java.util.ArrayList;
import java.util.List;

/**
 * The estimated execution frequency of each node of a body.
 *
 * @param loops the number of loops around each node, in post-order
 */
record NodeFrequencies(List<Integer> loops) {
    /** Copies the list. */
    NodeFrequencies {
        loops = List.copyOf(loops);
    }

    /** Counts the loops around the nodes of a body. */
    static NodeFrequencies of(Expr root) {
        var loops = new ArrayList<Integer>();
        ExprTransformer.bottomUp(root, (expr, around) -> {
            loops.add(around);
            return expr;
        });
        return new NodeFrequencies(loops);
    }

    /**
     * The estimated number of executions of a node per execution of the body.
     *
     * @param node the node's post-order index
     */
    double of(int node) {
        return BodyCost.runs(loops.get(node));
    }
}
