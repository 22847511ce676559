package io.github.mewe.variant.structure;

import io.github.mewe.ir.Expr;
import io.github.mewe.ir.ExprTransformer;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.variant.StrategyContext;
import io.github.mewe.variant.VariantRandom;
import io.github.mewe.variant.structure.Transformation.Outcome;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * A tree that was changed at some sites.
 *
 * @param root the changed tree
 * @param indices the post-order indices of the changed nodes in the tree before the change
 */
record ChangedSites(Expr root, List<Integer> indices) {
    /** Copies the list. */
    ChangedSites {
        indices = List.copyOf(indices);
    }

    /** The function with the changed tree. */
    Outcome outcome(FunctionBody function) {
        return new Outcome(function.withRoot(root), List.of(), indices);
    }

    /**
     * Changes some of the nodes that a predicate accepts, at least one if there is any.
     *
     * @param root the tree
     * @param isSite accepts the nodes that can be changed; tested again after the node's children were changed
     * @param share the probability of changing each further node, 0 to 1
     * @param random draws the nodes
     * @param change the change
     * @return empty if no node can be changed
     */
    static Optional<ChangedSites> change(
            Expr root, Predicate<Expr> isSite, double share, VariantRandom random, UnaryOperator<Expr> change) {
        return change(root, isSite, new CostLimit(node -> 0, 0), share, random, change);
    }

    /**
     * Changes some of the nodes that a predicate accepts and whose change fits the cost limit, at least one if there is
     * any.
     *
     * @param function the function
     * @param context the random source and the cost limit
     * @param isSite accepts the nodes that can be changed; tested again after the node's children were changed
     * @param added the number of instructions that one execution of a changed node adds
     * @param share the probability of changing each further node, 0 to 1, as far as the cost limit allows
     * @param change the change
     * @return empty if no node can be changed
     */
    static Optional<ChangedSites> changeCheaply(
            FunctionBody function,
            StrategyContext context,
            Predicate<Expr> isSite,
            double added,
            double share,
            UnaryOperator<Expr> change) {
        NodeFrequencies frequencies = NodeFrequencies.of(function.root());
        return change(
                function.root(),
                isSite,
                new CostLimit(node -> added * frequencies.of(node), context.costLeft(function)),
                share,
                context.random(),
                change);
    }

    /**
     * A limit on the cost of changes.
     *
     * @param cost the cost of changing a node, by its post-order index
     * @param total the maximum cost of all changes
     */
    private record CostLimit(IntToDoubleFunction cost, double total) {}

    private static Optional<ChangedSites> change(
            Expr root,
            Predicate<Expr> isSite,
            CostLimit limit,
            double share,
            VariantRandom random,
            UnaryOperator<Expr> change) {
        var candidates = new ArrayList<Integer>();
        int[] node = {-1};
        ExprTransformer.bottomUp(root, expr -> {
            node[0]++;
            if (limit.cost().applyAsDouble(node[0]) <= limit.total() && isSite.test(expr)) {
                candidates.add(node[0]);
            }
            return expr;
        });
        if (candidates.isEmpty()) {
            return Optional.empty();
        }
        var chosen = new BitSet();
        double spent = 0;
        int first = random.pick(candidates);
        for (int candidate : startingAt(first, candidates)) {
            double price = limit.cost().applyAsDouble(candidate);
            if (candidate == first || (random.chance(share) && spent + price <= limit.total())) {
                chosen.set(candidate);
                spent += price;
            }
        }
        var changed = new ArrayList<Integer>();
        node[0] = -1;
        Expr result = ExprTransformer.bottomUp(root, expr -> {
            node[0]++;
            if (!chosen.get(node[0]) || !isSite.test(expr)) {
                return expr;
            }
            Expr other = change.apply(expr);
            if (other != expr) {
                changed.add(node[0]);
            }
            return other;
        });
        return changed.isEmpty() ? Optional.empty() : Optional.of(new ChangedSites(result, changed));
    }

    private static List<Integer> startingAt(int first, List<Integer> candidates) {
        var order = new ArrayList<>(candidates);
        Collections.rotate(order, -candidates.indexOf(first));
        return order;
    }
}
