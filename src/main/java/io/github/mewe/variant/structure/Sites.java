package io.github.mewe.variant.structure;

import io.github.mewe.ir.Expr;
import io.github.mewe.ir.ExprTransformer;
import io.github.mewe.variant.VariantRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * A tree that was changed at some sites.
 *
 * @param root the changed tree
 * @param indices the changed nodes, counted in the tree before as a walk leaves them
 */
record Sites(Expr root, List<Integer> indices) {
    /** Copies the list. */
    Sites {
        indices = List.copyOf(indices);
    }

    /**
     * Changes some of the nodes that a predicate accepts, at least one if there is any.
     *
     * @param root the tree
     * @param isSite which nodes can be changed; asked again when the children have been changed
     * @param share the share of the other nodes to change, 0 to 1
     * @param random draws them
     * @param change the change
     * @return empty if no node can be changed
     */
    static Optional<Sites> change(
            Expr root, Predicate<Expr> isSite, double share, VariantRandom random, UnaryOperator<Expr> change) {
        var candidates = new ArrayList<Integer>();
        int[] node = {-1};
        ExprTransformer.bottomUp(root, expr -> {
            node[0]++;
            if (isSite.test(expr)) {
                candidates.add(node[0]);
            }
            return expr;
        });
        if (candidates.isEmpty()) {
            return Optional.empty();
        }
        var chosen = new TreeSet<Integer>();
        chosen.add(random.pick(candidates));
        candidates.stream().filter(c -> random.chance(share)).forEach(chosen::add);
        var changed = new ArrayList<Integer>();
        node[0] = -1;
        Expr result = ExprTransformer.bottomUp(root, expr -> {
            node[0]++;
            if (!chosen.contains(node[0]) || !isSite.test(expr)) {
                return expr;
            }
            changed.add(node[0]);
            return change.apply(expr);
        });
        return changed.isEmpty() ? Optional.empty() : Optional.of(new Sites(result, changed));
    }
}
