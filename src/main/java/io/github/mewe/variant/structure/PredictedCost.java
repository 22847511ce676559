package io.github.mewe.variant.structure;

import io.github.mewe.ir.Block;
import io.github.mewe.ir.Call;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.Loop;
import io.github.mewe.ir.Nop;
import java.util.ArrayList;
import java.util.List;

/**
 * How often the parts of a body run, as far as its loops tell: code counts ten times for every loop around it.
 *
 * @param depths the number of loops around each node, by the order in which a walk leaves them
 * @param total the predicted cost of the body, in instructions
 */
record PredictedCost(List<Integer> depths, double total) {
    private static final double ROUNDS = 10;
    private static final int DEEPEST = 4;
    private static final double CALL = 4;

    /** What a variant may cost more than the function it stems from. */
    private static final double MOST_ADDED = 0.3;

    /** Copies the list. */
    PredictedCost {
        depths = List.copyOf(depths);
    }

    /** Predicts the cost of a body. */
    static PredictedCost of(Expr root) {
        var depths = new ArrayList<Integer>();
        double total = visit(root, 0, depths);
        return new PredictedCost(depths, total);
    }

    private static double visit(Expr expr, int depth, List<Integer> depths) {
        int inner = expr instanceof Loop ? depth + 1 : depth;
        double cost = 0;
        for (Expr child : expr.children()) {
            cost += visit(child, inner, depths);
        }
        depths.add(depth);
        return cost + ownCost(expr) * weight(depth);
    }

    private static double ownCost(Expr expr) {
        if (expr instanceof Block || expr instanceof Loop || expr instanceof Nop) {
            return 0;
        }
        return expr instanceof Call ? CALL : 1;
    }

    private static double weight(int depth) {
        return Math.pow(ROUNDS, Math.min(depth, DEEPEST));
    }

    /**
     * How often a node runs, in runs of code outside of loops.
     *
     * @param node the node, counted as a walk leaves it
     */
    double weightOf(int node) {
        return weight(depths.get(node));
    }

    /** How much more may run in all, in instructions outside of loops. */
    double room() {
        return MOST_ADDED * total;
    }
}
