package io.github.mewe.variant;

import io.github.mewe.ir.Expr;
import io.github.mewe.ir.FunctionBody;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The replacements that a strategy makes in one walk over a tree, children first. Replacements may contain each other.
 * They are therefore recorded as rounds: each round replaces nodes that do not contain each other.
 */
public final class SiteReplacements {
    private static final int WHOLE = -1;
    private static final int MAX_ROUNDS = 32;

    /** The nodes that all rounds together may visit, since each visits the whole tree. */
    private static final int MAX_VISITS = 4_000_000;

    private final List<Replacement> replacements = new ArrayList<>();

    /** The new node or, if {@code child} is not negative, the new child of the node. */
    private record Replacement(int node, String rule, int child, Expr expr) {
        Expr in(Expr old) {
            if (child == WHOLE) {
                return expr;
            }
            List<Expr> children = new ArrayList<>(old.children());
            children.set(child, expr);
            return old.withChildren(children);
        }
    }

    /**
     * Records the replacement of a node.
     *
     * @param node the node's post-order index in the tree before the walk; above those of earlier replacements
     * @param rule the applied rule
     * @param expr the new node
     */
    public void add(int node, String rule, Expr expr) {
        addChild(node, WHOLE, rule, expr);
    }

    /**
     * Records the replacement of a node's child, where the rule holds only because of the node.
     *
     * @param node the node's post-order index in the tree before the walk; above those of earlier replacements
     * @param child the position among the node's children
     * @param rule the applied rule
     * @param expr the new child
     */
    public void addChild(int node, int child, String rule, Expr expr) {
        if (!isEmpty() && node <= replacements.get(replacements.size() - 1).node()) {
            throw new IllegalArgumentException("not in post-order: " + node);
        }
        replacements.add(new Replacement(node, rule, child, expr));
    }

    /** Returns true if nothing was replaced. */
    public boolean isEmpty() {
        return replacements.isEmpty();
    }

    /** The steps of the chain: one per rule, by name. */
    List<Step> steps(String strategy) {
        return steps(strategy, replacements);
    }

    private static List<Step> steps(String strategy, List<Replacement> made) {
        Map<String, List<Integer>> sitesByRule = new TreeMap<>();
        for (Replacement replacement : made) {
            sitesByRule
                    .computeIfAbsent(replacement.rule(), rule -> new ArrayList<>())
                    .add(replacement.node());
        }
        List<Step> steps = new ArrayList<>();
        sitesByRule.forEach((rule, sites) -> steps.add(new Step(strategy, rule, sites)));
        return steps;
    }

    /**
     * The rounds, innermost replacements first.
     *
     * @param before the variant before the walk
     * @param after the body after the walk
     */
    List<DerivationStep> rounds(String strategy, Variant before, FunctionBody after) {
        Expr root = before.body().root();
        int[] roundOf = new RoundCount().of(root);
        List<List<Replacement>> rounds = new ArrayList<>();
        for (int i = 0; i < roundOf.length; i++) {
            while (rounds.size() < roundOf[i]) {
                rounds.add(new ArrayList<>());
            }
            rounds.get(roundOf[i] - 1).add(replacements.get(i));
        }
        List<DerivationStep> steps = new ArrayList<>();
        for (int round = 1; round <= rounds.size(); round++) {
            boolean isLast = round == rounds.size();
            FunctionBody body = isLast ? after : after.withRoot(new Rounds(roundOf, round).in(root));
            steps.add(new DerivationStep(steps(strategy, rounds.get(round - 1)), body, before.helpers()));
        }
        return steps;
    }

    /**
     * Counts the replacements that each replacement contains along the deepest path. Both walks here visit the whole
     * tree for each changed variant, so they meet the replacements in order instead of looking them up.
     */
    private final class RoundCount {
        private final int[] rounds = new int[replacements.size()];
        private int nodes;
        private int next;

        /** The round of each replacement. */
        int[] of(Expr root) {
            if (rounds.length == 1) {
                rounds[0] = 1;
                return rounds;
            }
            visit(root);
            int most = Math.max(1, Math.min(MAX_ROUNDS, MAX_VISITS / nodes));
            for (int i = 0; i < rounds.length; i++) {
                rounds[i] = Math.min(rounds[i], most);
            }
            return rounds;
        }

        /** Returns the number of rounds in a subtree. */
        private int visit(Expr expr) {
            int deepest = 0;
            int[] inside = null;
            for (int i = 0, size = expr.childCount(); i < size; i++) {
                int below = visit(expr.child(i));
                if (below > 0) {
                    inside = inside == null ? new int[size] : inside;
                    inside[i] = below;
                    deepest = Math.max(deepest, below);
                }
            }
            int node = nodes++;
            if (next < rounds.length && replacements.get(next).node() == node) {
                int child = replacements.get(next).child();
                int below = child == WHOLE || inside == null ? deepest : inside[child];
                rounds[next++] = below + 1;
                deepest = Math.max(deepest, below + 1);
            }
            return deepest;
        }
    }

    /** Makes the replacements of the first rounds. */
    private final class Rounds {
        private final int[] roundOf;
        private final int last;
        private int node = -1;
        private int next;

        Rounds(int[] roundOf, int last) {
            this.roundOf = roundOf;
            this.last = last;
        }

        Expr in(Expr expr) {
            if (next == roundOf.length) {
                return expr;
            }
            List<Expr> changed = null;
            for (int i = 0, size = expr.childCount(); i < size; i++) {
                Expr child = expr.child(i);
                Expr result = in(child);
                if (result != child) {
                    changed = changed == null ? new ArrayList<>(expr.children()) : changed;
                    changed.set(i, result);
                }
            }
            node++;
            Expr result = changed == null ? expr : expr.withChildren(changed);
            if (next == roundOf.length || replacements.get(next).node() != node) {
                return result;
            }
            int current = next++;
            return roundOf[current] > last ? result : replacements.get(current).in(result);
        }
    }
}
