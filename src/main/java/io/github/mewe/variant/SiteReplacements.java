package io.github.mewe.variant;

import io.github.mewe.ir.Expr;
import io.github.mewe.ir.ExprTransformer;
import io.github.mewe.ir.ExprWalk;
import io.github.mewe.ir.FunctionBody;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
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

    private final Map<Integer, Replacement> byNode = new TreeMap<>();

    /** The new node or, if {@code child} is not negative, the new child of the node. */
    private record Replacement(String rule, int child, Expr expr) {
        Expr in(Expr node) {
            if (child == WHOLE) {
                return expr;
            }
            List<Expr> children = new ArrayList<>(node.children());
            children.set(child, expr);
            return node.withChildren(children);
        }
    }

    /**
     * Records the replacement of a node.
     *
     * @param node the node's post-order index in the tree before the walk
     * @param rule the applied rule
     * @param expr the new node
     */
    public void add(int node, String rule, Expr expr) {
        byNode.put(node, new Replacement(rule, WHOLE, expr));
    }

    /**
     * Records the replacement of a node's child, where the rule holds only because of the node.
     *
     * @param node the node's post-order index in the tree before the walk
     * @param child the position among the node's children
     * @param rule the applied rule
     * @param expr the new child
     */
    public void addChild(int node, int child, String rule, Expr expr) {
        byNode.put(node, new Replacement(rule, child, expr));
    }

    /** Returns true if nothing was replaced. */
    public boolean isEmpty() {
        return byNode.isEmpty();
    }

    /** The steps of the chain: one per rule, by name. */
    List<Step> steps(String strategy) {
        return steps(strategy, List.copyOf(byNode.keySet()));
    }

    private List<Step> steps(String strategy, List<Integer> nodes) {
        Map<String, List<Integer>> sitesByRule = new TreeMap<>();
        for (int node : nodes) {
            sitesByRule
                    .computeIfAbsent(byNode.get(node).rule(), rule -> new ArrayList<>())
                    .add(node);
        }
        return sitesByRule.entrySet().stream()
                .map(entry -> new Step(strategy, entry.getKey(), entry.getValue()))
                .toList();
    }

    /**
     * The rounds, innermost replacements first.
     *
     * @param before the variant before the walk
     * @param after the body after the walk
     */
    List<DerivationStep> rounds(String strategy, Variant before, FunctionBody after) {
        Expr root = before.body().root();
        Map<Integer, Integer> roundOf = new RoundCount(root).rounds;
        int last = roundOf.values().stream().mapToInt(Integer::intValue).max().orElse(0);
        List<List<Integer>> nodes = new ArrayList<>();
        for (int round = 1; round <= last; round++) {
            nodes.add(new ArrayList<>());
        }
        roundOf.forEach((node, round) -> nodes.get(round - 1).add(node));
        List<DerivationStep> rounds = new ArrayList<>();
        for (int round = 1; round <= last; round++) {
            FunctionBody body = round == last ? after : after.withRoot(upTo(round, roundOf, root));
            rounds.add(new DerivationStep(steps(strategy, nodes.get(round - 1)), body, before.helpers()));
        }
        return rounds;
    }

    private Expr upTo(int round, Map<Integer, Integer> roundOf, Expr root) {
        int[] node = {-1};
        return ExprTransformer.bottomUp(root, expr -> {
            Integer replacedIn = roundOf.get(++node[0]);
            return replacedIn == null || replacedIn > round
                    ? expr
                    : byNode.get(node[0]).in(expr);
        });
    }

    /** Counts the replacements that each replacement contains along the deepest path. */
    private final class RoundCount {
        private final Map<Integer, Integer> rounds = new TreeMap<>();
        private final Deque<Integer> inSubtrees = new ArrayDeque<>();
        private final int mostRounds;
        private int node = -1;

        RoundCount(Expr root) {
            int nodes = ExprWalk.count(root, expr -> true);
            mostRounds = Math.max(1, Math.min(MAX_ROUNDS, MAX_VISITS / nodes));
            ExprTransformer.bottomUp(root, this::visit);
        }

        private Expr visit(Expr expr) {
            int[] inside = new int[expr.children().size()];
            for (int i = inside.length - 1; i >= 0; i--) {
                inside[i] = inSubtrees.pop();
            }
            int deepest = Arrays.stream(inside).max().orElse(0);
            Replacement replacement = byNode.get(++node);
            if (replacement != null) {
                int below = replacement.child() == WHOLE ? deepest : inside[replacement.child()];
                int round = Math.min(mostRounds, below + 1);
                rounds.put(node, round);
                deepest = Math.max(deepest, round);
            }
            inSubtrees.push(deepest);
            return expr;
        }
    }
}
