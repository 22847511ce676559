package io.github.mewe.equivalence.isolation;

import io.github.mewe.ir.Expr;
import io.github.mewe.ir.FunctionBody;
import java.util.ArrayList;
import java.util.List;

/**
 * A changed node and the nodes around it, from the inside out.
 *
 * @param body the body without the fault
 * @param nodes the node and those around it, up to the root of the body
 * @param changedNodes the same nodes with the fault
 */
record FaultSite(FunctionBody body, List<Expr> nodes, List<Expr> changedNodes) {
    /**
     * Finds a node.
     *
     * @param number the number of the node in a walk that visits children first
     * @param to the replacement of the node
     */
    static FaultSite of(FunctionBody body, int number, Expr to) {
        List<Expr> nodes = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        find(body.root(), new int[] {-1}, number, nodes, places);
        List<Expr> changed = new ArrayList<>(List.of(to));
        for (int i = 1; i < nodes.size(); i++) {
            List<Expr> children = new ArrayList<>(nodes.get(i).children());
            children.set(places.get(i - 1), changed.get(i - 1));
            changed.add(nodes.get(i).withChildren(children));
        }
        return new FaultSite(body, List.copyOf(nodes), List.copyOf(changed));
    }

    FunctionBody changedBody() {
        return body.withRoot(changedNodes.get(changedNodes.size() - 1));
    }

    /** Adds the wanted node and those around it, and the place of each among the children of the next. */
    private static boolean find(Expr expr, int[] number, int wanted, List<Expr> nodes, List<Integer> places) {
        List<Expr> children = expr.children();
        for (int i = 0; i < children.size(); i++) {
            if (find(children.get(i), number, wanted, nodes, places)) {
                places.add(i);
                nodes.add(expr);
                return true;
            }
        }
        if (++number[0] == wanted) {
            nodes.add(expr);
            return true;
        }
        return false;
    }
}
