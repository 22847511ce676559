package io.github.mewe.equivalence.derivation;

import io.github.mewe.equivalence.derivation.DecisionDiagrams.TooLargeException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Decides whether values are equal for all inputs, bit by bit, with decision diagrams. Values deep inside, and those
 * that it cannot express, stand for arbitrary numbers. So a positive answer holds for certain; a negative one does not.
 */
final class BitEquality {
    private static final int[] DEPTHS = {3, 7, 16};
    private static final int FEW_NODES = 4000;
    /** The questions that may need most of the nodes. */
    private static final int QUESTIONS = 5;

    private static final int MOST_VALUES = 60;
    private static final int MOST_ATTEMPTS = 6000;
    private static final int SHARED_DEPTH = 6;
    private static final int SHORT_SUM = 2;
    private static final int MOST_STORES = 16;

    private final Map<Implication, Boolean> implications = new HashMap<>();

    /** Those of the present attempt. */
    private DecisionDiagrams diagrams;

    /** The attempts at the present question, none of which succeeded. */
    private final List<Attempt> failed = new ArrayList<>();

    private int attempts;

    /** The nodes of all questions that are left: hopeless ones must not take most of the time. */
    private int nodesLeft;

    private final int mostNodes;

    BitEquality(int diagramNodes) {
        nodesLeft = diagramNodes;
        mostNodes = Math.max(FEW_NODES, diagramNodes / QUESTIONS);
    }

    /**
     * An attempt to answer a question.
     *
     * @param nodes the limit of the diagrams' nodes
     * @param used the nodes that it used; not more if the limit is larger
     */
    private record Attempt(Set<ValueNode> expanded, int nodes, int used) {}

    boolean isConstant(ValueNode value, long number) {
        failed.clear();
        return decide(List.of(value), FEW_NODES, bits -> {
            for (int i = 0; i < value.bits; i++) {
                boolean wanted = (number >>> i & 1) != 0;
                if (bits.of(value).bit(i) != (wanted ? DecisionDiagrams.TRUE : DecisionDiagrams.FALSE)) {
                    return false;
                }
            }
            return true;
        });
    }

    boolean areEqual(ValueNode one, ValueNode other) {
        Question question = bits -> {
            for (int i = 0; i < one.bits; i++) {
                if (bits.of(one).bit(i) != bits.of(other).bit(i)) {
                    return false;
                }
            }
            return true;
        };
        failed.clear();
        Set<ValueNode> apart = apart(one, other);
        Set<ValueNode> simple = withoutLongSums(apart);
        if (simple.size() < apart.size() && decide(simple, FEW_NODES, question) || decide(apart, FEW_NODES, question)) {
            return true;
        }
        // A value that the other depends on need not be arbitrary itself.
        Set<ValueNode> more = new HashSet<>(apart);
        addExpandable(one, more);
        addExpandable(other, more);
        if (more.size() > apart.size() && decide(more, FEW_NODES, question)) {
            return true;
        }
        return decide(List.of(one, other), mostNodes, question);
    }

    private static void addExpandable(ValueNode value, Set<ValueNode> expanded) {
        if (BitVectors.canExpand(value)) {
            expanded.add(value);
        }
    }

    private static Set<ValueNode> withoutLongSums(Set<ValueNode> values) {
        Set<ValueNode> others = new HashSet<>();
        for (ValueNode value : values) {
            if (value.kind != ValueKind.SUM || value.parts.length <= SHORT_SUM) {
                others.add(value);
            }
        }
        return others;
    }

    /** The values that only one of two values depends on. Those that both depend on may have any value. */
    private static Set<ValueNode> apart(ValueNode one, ValueNode other) {
        Set<ValueNode> above = new Near(List.of(one), SHARED_DEPTH).all;
        Set<ValueNode> below = new Near(List.of(other), SHARED_DEPTH).all;
        Set<ValueNode> apart = new HashSet<>();
        for (ValueNode value : above) {
            if (!below.contains(value)) {
                apart.add(value);
            }
        }
        for (ValueNode value : below) {
            if (!above.contains(value)) {
                apart.add(value);
            }
        }
        return apart;
    }

    private boolean decide(Set<ValueNode> expanded, int nodes, Question question) {
        if (isExhausted()) {
            return false;
        }
        attempts++;
        for (Attempt attempt : failed) {
            // A smaller limit would have been enough, too, if less was used.
            if ((attempt.nodes == nodes || attempt.used < FEW_NODES) && attempt.expanded.equals(expanded)) {
                nodesLeft -= attempt.used;
                return false;
            }
        }
        diagrams = DecisionDiagrams.ofThread(nodes);
        boolean holds = false;
        try {
            holds = question.holds(new BitVectors(diagrams, expanded));
        } catch (TooLargeException e) {
            // Another attempt may need fewer nodes.
        } finally {
            nodesLeft -= diagrams.size();
        }
        if (!holds) {
            failed.add(new Attempt(expanded, nodes, diagrams.size()));
        }
        return holds;
    }

    private boolean isExhausted() {
        return attempts > MOST_ATTEMPTS || nodesLeft < 0;
    }

    /** Determines if values are equal wherever some truth values are 1. */
    boolean areEqual(ValueNode one, ValueNode other, Collection<ValueNode> facts) {
        List<ValueNode> roots = new ArrayList<>(facts);
        roots.add(one);
        roots.add(other);
        failed.clear();
        return decide(roots, FEW_NODES, bits -> {
            int care = care(bits, facts);
            for (int i = 0; i < one.bits; i++) {
                int differs = diagrams.xor(bits.of(one).bit(i), bits.of(other).bit(i));
                if (diagrams.and(care, differs) != DecisionDiagrams.FALSE) {
                    return false;
                }
            }
            return true;
        });
    }

    /** Determines if a truth value is 1 wherever some others are. Does not look for what else follows from them. */
    boolean isImplied(List<ValueNode> facts, ValueNode truth) {
        return mayAlwaysBe(1, truth, facts) && Boolean.TRUE.equals(implied(facts, truth));
    }

    /** The value of a truth value wherever some others are 1; null if it is unknown. */
    Boolean implied(List<ValueNode> facts, ValueNode truth) {
        var key = new Implication(facts, truth);
        if (!implications.containsKey(key)) {
            implications.put(key, computeImplied(facts, truth));
        }
        return implications.get(key);
    }

    private Boolean computeImplied(List<ValueNode> facts, ValueNode truth) {
        if (!mayAlwaysBe(1, truth, facts) && !mayAlwaysBe(0, truth, facts)) {
            return null;
        }
        List<ValueNode> roots = new ArrayList<>(facts);
        roots.add(truth);
        Boolean[] answer = {null};
        failed.clear();
        decide(roots, FEW_NODES, bits -> {
            int care = care(bits, facts);
            int bit = bits.of(truth).bit(0);
            if (diagrams.and(care, diagrams.not(bit)) == DecisionDiagrams.FALSE) {
                answer[0] = true;
            } else if (diagrams.and(care, bit) == DecisionDiagrams.FALSE) {
                answer[0] = false;
            }
            return answer[0] != null;
        });
        return answer[0];
    }

    /** Determines if a truth value has a value for all sample inputs for which some others are 1. */
    private static boolean mayAlwaysBe(long value, ValueNode truth, List<ValueNode> facts) {
        for (int i = 0; i < Samples.CASES; i++) {
            if (truth.samples[i] != value && agrees(facts, i)) {
                return false;
            }
        }
        return true;
    }

    private static boolean agrees(List<ValueNode> facts, int sample) {
        for (ValueNode fact : facts) {
            if (fact.samples[sample] != 1) {
                return false;
            }
        }
        return true;
    }

    private int care(BitVectors bits, Collection<ValueNode> facts) {
        int care = DecisionDiagrams.TRUE;
        for (ValueNode fact : facts) {
            care = diagrams.and(care, bits.of(fact).bit(0));
        }
        return care;
    }

    private record Implication(List<ValueNode> facts, ValueNode truth) {}

    private interface Question {
        boolean holds(BitVectors bits);
    }

    private boolean decide(List<ValueNode> roots, int nodes, Question question) {
        var near = new Near(roots, DEPTHS[DEPTHS.length - 1]);
        Set<ValueNode> simple = withoutLongSums(near.all);
        for (ValueNode root : roots) {
            addExpandable(root, simple);
        }
        if (simple.size() < near.all.size() && decide(simple, FEW_NODES, question)) {
            return true;
        }
        int expandedBefore = -1;
        for (int depth : DEPTHS) {
            int expanded = near.sizes[depth];
            if (expanded == expandedBefore || isExhausted()) {
                return false;
            }
            expandedBefore = expanded;
            if (decide(near.first(expanded), depth == DEPTHS[1] ? nodes : FEW_NODES, question)) {
                return true;
            }
        }
        return false;
    }

    /** The values that others depend on, the closest first. */
    private static final class Near {
        private final Set<ValueNode> all = new LinkedHashSet<>();

        /** The number of values up to each depth. */
        private final int[] sizes;

        Near(List<ValueNode> roots, int depth) {
            sizes = new int[depth + 1];
            List<ValueNode> level = roots;
            for (int i = 0; i < depth; i++) {
                List<ValueNode> next = new ArrayList<>();
                for (ValueNode value : level) {
                    if (all.size() < MOST_VALUES && BitVectors.canExpand(value) && all.add(value)) {
                        addOperands(value, next);
                    }
                }
                level = next;
                sizes[i + 1] = all.size();
            }
        }

        Set<ValueNode> first(int size) {
            if (size == all.size()) {
                return all;
            }
            Set<ValueNode> first = new HashSet<>();
            for (ValueNode value : all) {
                if (first.size() == size) {
                    break;
                }
                first.add(value);
            }
            return first;
        }
    }

    private static void addOperands(ValueNode value, List<ValueNode> operands) {
        if (value.kind != ValueKind.LOAD) {
            Collections.addAll(operands, value.parts);
            return;
        }
        ValueNode memory = value.parts[0];
        for (int i = 0; i < MOST_STORES && memory.kind == ValueKind.STORE; i++) {
            if (BitVectors.sameBase(memory.parts[1], value.parts[1])) {
                operands.add(memory.parts[2]);
            }
            memory = memory.parts[0];
        }
    }
}
