package io.github.mewe.equivalence.derivation;

import io.github.mewe.equivalence.derivation.DecisionDiagrams.TooLargeException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
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

    /** Those of the present question. */
    private DecisionDiagrams diagrams;

    private int attempts;

    /** The nodes of all questions that are left: hopeless ones must not take most of the time. */
    private int nodesLeft;

    private final int mostNodes;

    BitEquality(int diagramNodes) {
        nodesLeft = diagramNodes;
        mostNodes = Math.max(FEW_NODES, diagramNodes / QUESTIONS);
    }

    boolean isConstant(ValueNode value, long number) {
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
        Set<ValueNode> apart = apart(one, other);
        Set<ValueNode> simple = withoutLongSums(apart);
        if (simple.size() < apart.size() && decide(simple, FEW_NODES, question) || decide(apart, FEW_NODES, question)) {
            return true;
        }
        // A value that the other depends on need not be arbitrary itself.
        boolean more = BitVectors.canExpand(one) && apart.add(one);
        more |= BitVectors.canExpand(other) && apart.add(other);
        if (more && decide(apart, FEW_NODES, question)) {
            return true;
        }
        return decide(List.of(one, other), mostNodes, question);
    }

    private static Set<ValueNode> withoutLongSums(Set<ValueNode> values) {
        Set<ValueNode> others = new HashSet<>(values);
        others.removeIf(value -> value.kind == ValueKind.SUM && value.parts.length > SHORT_SUM);
        return others;
    }

    /** The values that only one of two values depends on. Those that both depend on may have any value. */
    private static Set<ValueNode> apart(ValueNode one, ValueNode other) {
        Set<ValueNode> above = near(List.of(one), SHARED_DEPTH);
        Set<ValueNode> below = near(List.of(other), SHARED_DEPTH);
        Set<ValueNode> apart = new HashSet<>(above);
        apart.addAll(below);
        above.retainAll(below);
        apart.removeAll(above);
        return apart;
    }

    private boolean decide(Set<ValueNode> expanded, int nodes, Question question) {
        if (isExhausted()) {
            return false;
        }
        attempts++;
        diagrams = DecisionDiagrams.ofThread(nodes);
        try {
            return question.holds(new BitVectors(diagrams, expanded));
        } catch (TooLargeException e) {
            return false;
        } finally {
            nodesLeft -= diagrams.size();
        }
    }

    private boolean isExhausted() {
        return attempts > MOST_ATTEMPTS || nodesLeft < 0;
    }

    /** Determines if values are equal wherever some truth values are 1. */
    boolean areEqual(ValueNode one, ValueNode other, Collection<ValueNode> facts) {
        List<ValueNode> roots = new ArrayList<>(facts);
        roots.add(one);
        roots.add(other);
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

    /** The value of a truth value wherever some others are 1; null if it is unknown. */
    Boolean implied(List<ValueNode> facts, ValueNode truth) {
        var key = new Implication(facts, truth);
        if (!implications.containsKey(key)) {
            implications.put(key, computeImplied(facts, truth));
        }
        return implications.get(key);
    }

    private Boolean computeImplied(List<ValueNode> facts, ValueNode truth) {
        boolean mayBeTrue = true;
        boolean mayBeFalse = true;
        for (int i = 0; i < Samples.CASES; i++) {
            int sample = i;
            if (facts.stream().allMatch(fact -> fact.samples[sample] == 1)) {
                mayBeTrue &= truth.samples[i] == 1;
                mayBeFalse &= truth.samples[i] == 0;
            }
        }
        if (!mayBeTrue && !mayBeFalse) {
            return null;
        }
        List<ValueNode> roots = new ArrayList<>(facts);
        roots.add(truth);
        Boolean[] answer = {null};
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
        Set<ValueNode> all = near(roots, DEPTHS[DEPTHS.length - 1]);
        Set<ValueNode> simple = withoutLongSums(all);
        roots.forEach(root -> {
            if (BitVectors.canExpand(root)) {
                simple.add(root);
            }
        });
        if (simple.size() < all.size() && decide(simple, FEW_NODES, question)) {
            return true;
        }
        int expandedBefore = -1;
        for (int depth : DEPTHS) {
            Set<ValueNode> expanded = near(roots, depth);
            if (expanded.size() == expandedBefore || isExhausted()) {
                return false;
            }
            expandedBefore = expanded.size();
            if (decide(expanded, depth == DEPTHS[1] ? nodes : FEW_NODES, question)) {
                return true;
            }
        }
        return false;
    }

    private static Set<ValueNode> near(List<ValueNode> roots, int depth) {
        Set<ValueNode> found = new HashSet<>();
        List<ValueNode> level = roots;
        for (int i = 0; i < depth && !level.isEmpty(); i++) {
            List<ValueNode> next = new ArrayList<>();
            for (ValueNode value : level) {
                if (found.size() < MOST_VALUES && BitVectors.canExpand(value) && found.add(value)) {
                    addOperands(value, next);
                }
            }
            level = next;
        }
        return found;
    }

    private static void addOperands(ValueNode value, List<ValueNode> operands) {
        if (value.kind != ValueKind.LOAD) {
            operands.addAll(List.of(value.parts));
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
