package io.github.mewe.variant;

import io.github.mewe.ir.Expr;
import io.github.mewe.ir.FunctionBody;
import java.util.List;

/**
 * The extent of a body, which limits the effort for its variants.
 *
 * @param nodes the number of nodes
 * @param depth the number of nodes on the longest path from the root
 * @param width the maximum number of children of a node
 * @param locals the number of parameters and other locals
 */
record BodyExtent(int nodes, int depth, int width, int locals) {
    /** In a larger body, each attempt costs so much time that there are fewer. */
    private static final int NODES_PER_VARIANT = 400_000;

    /** Most clean-up passes take time quadratic in the depth or the number of locals, or nest statements deeply. */
    private static final int MAX_DEPTH = 500;

    private static final int MAX_WIDTH = 4000;

    private static final int MAX_LOCALS = 2000;

    /** Measures a body. */
    static BodyExtent of(FunctionBody body) {
        var walk = new Walk();
        int depth = walk.depth(body.root());
        return new BodyExtent(walk.nodes, depth, walk.width, body.localCount());
    }

    /** The clean-up that the body's variants can afford. */
    CleanUp cleanUp() {
        return depth <= MAX_DEPTH && width <= MAX_WIDTH && locals <= MAX_LOCALS ? CleanUp.FULL : CleanUp.QUICK;
    }

    /**
     * The maximum number of attempts. All attempts together visit a bounded number of nodes, unless a single one visits
     * more.
     *
     * @param variants the number of variants wanted
     */
    int maxAttempts(int variants) {
        return Math.max(1, (int) Math.min(Integer.MAX_VALUE, (long) variants * NODES_PER_VARIANT / nodes));
    }

    private static final class Walk {
        private int nodes;
        private int width;

        int depth(Expr expr) {
            nodes++;
            List<Expr> children = expr.children();
            width = Math.max(width, children.size());
            int below = 0;
            for (Expr child : children) {
                below = Math.max(below, depth(child));
            }
            return below + 1;
        }
    }
}
