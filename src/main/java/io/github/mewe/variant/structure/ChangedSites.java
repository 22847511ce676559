package io.github.mewe.variant.structure;

import io.github.mewe.ir.BodyCost;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.Loop;
import io.github.mewe.variant.StrategyContext;
import io.github.mewe.variant.VariantRandom;
import io.github.mewe.variant.structure.Transformation.Outcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
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
        return change(root, new Sites(isSite, 0, 0), share, random, change);
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
        var sites = new Sites(isSite, added, context.costLeft(function));
        return change(function.root(), sites, share, context.random(), change);
    }

    private static Optional<ChangedSites> change(
            Expr root, Sites sites, double share, VariantRandom random, UnaryOperator<Expr> change) {
        sites.find(root, 0);
        if (sites.count == 0) {
            return Optional.empty();
        }
        var walk = new Change(sites.isSite, sites.chosen(share, random), change);
        Expr result = walk.visit(root);
        return walk.changed.isEmpty() ? Optional.empty() : Optional.of(new ChangedSites(result, walk.changed));
    }

    /** The nodes that can be changed. Most transformations find none in most bodies, so finding them must be fast. */
    private static final class Sites {
        private final Predicate<Expr> isSite;
        private final double added;
        private final double total;
        private int[] nodes = new int[8];
        private int[] loops = new int[8];
        private int count;
        private int node;

        /**
         * Creates an empty set.
         *
         * @param added the cost of one execution of a changed node
         * @param total the maximum cost of all changes
         */
        Sites(Predicate<Expr> isSite, double added, double total) {
            this.isSite = isSite;
            this.added = added;
            this.total = total;
        }

        void find(Expr expr, int around) {
            int inside = expr instanceof Loop ? around + 1 : around;
            for (int i = 0, size = expr.childCount(); i < size; i++) {
                find(expr.child(i), inside);
            }
            if (price(around) <= total && isSite.test(expr)) {
                if (count == nodes.length) {
                    nodes = Arrays.copyOf(nodes, 2 * count);
                    loops = Arrays.copyOf(loops, 2 * count);
                }
                nodes[count] = node;
                loops[count++] = around;
            }
            node++;
        }

        private double price(int around) {
            return added * BodyCost.runs(around);
        }

        /** Draws a node, and others as far as the cost limit allows. Returns them in order. */
        int[] chosen(double share, VariantRandom random) {
            var chosen = new BitSet(count);
            double spent = 0;
            int first = random.below(count);
            for (int i = 0; i < count; i++) {
                int candidate = first + i < count ? first + i : first + i - count;
                double price = price(loops[candidate]);
                if (i == 0 || (random.chance(share) && spent + price <= total)) {
                    chosen.set(candidate);
                    spent += price;
                }
            }
            int[] drawn = new int[chosen.cardinality()];
            for (int i = 0, next = chosen.nextSetBit(0); next >= 0; i++, next = chosen.nextSetBit(next + 1)) {
                drawn[i] = nodes[next];
            }
            return drawn;
        }
    }

    /** The walk that changes the chosen nodes. It ends behind the last one. */
    private static final class Change {
        private final Predicate<Expr> isSite;
        private final int[] chosen;
        private final UnaryOperator<Expr> change;
        private final List<Integer> changed = new ArrayList<>();
        private int next;
        private int node = -1;

        Change(Predicate<Expr> isSite, int[] chosen, UnaryOperator<Expr> change) {
            this.isSite = isSite;
            this.chosen = chosen;
            this.change = change;
        }

        Expr visit(Expr expr) {
            if (next == chosen.length) {
                return expr;
            }
            List<Expr> others = null;
            for (int i = 0, size = expr.childCount(); i < size; i++) {
                Expr child = expr.child(i);
                Expr other = visit(child);
                if (other != child) {
                    others = others == null ? new ArrayList<>(expr.children()) : others;
                    others.set(i, other);
                }
            }
            node++;
            Expr result = others == null ? expr : expr.withChildren(others);
            if (next == chosen.length || chosen[next] != node) {
                return result;
            }
            next++;
            if (!isSite.test(result)) {
                return result;
            }
            Expr other = change.apply(result);
            if (other != result) {
                changed.add(node);
            }
            return other;
        }
    }
}
