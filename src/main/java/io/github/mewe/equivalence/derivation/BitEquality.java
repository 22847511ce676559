package io.github.mewe.equivalence.derivation;

import io.github.mewe.equivalence.derivation.DecisionDiagrams.TooLargeException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Decides whether values are equal for all inputs, bit by bit, with decision diagrams. Values deep inside, and those
 * that it cannot express, stand for arbitrary numbers. So a positive answer holds for certain; a negative one does not.
 */
final class BitEquality {
    private static final int[] DEPTHS = {3, 7, 16};
    private static final int MOST_NODES = 6000;
    private static final int MOST_VALUES = 60;
    private static final int MOST_ATTEMPTS = 4000;
    private static final int FACT_DEPTH = 7;
    private static final int MOST_STORES = 16;

    private final DecisionDiagrams diagrams = new DecisionDiagrams();
    private int attempts;

    boolean isConstant(ValueNode value, long number) {
        return decide(List.of(value), bits -> {
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
        return decide(List.of(one, other), bits -> {
            for (int i = 0; i < one.bits; i++) {
                if (bits.of(one).bit(i) != bits.of(other).bit(i)) {
                    return false;
                }
            }
            return true;
        });
    }

    /** Determines if values are equal wherever some truth values are 1. */
    boolean areEqual(ValueNode one, ValueNode other, Collection<ValueNode> facts) {
        List<ValueNode> roots = new ArrayList<>(facts);
        roots.add(one);
        roots.add(other);
        return decide(roots, bits -> {
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

    /** Determines if a truth value has a value wherever some others are 1. */
    boolean implies(Collection<ValueNode> facts, ValueNode truth, boolean value) {
        List<ValueNode> roots = new ArrayList<>(facts);
        roots.add(truth);
        return decide(roots, bits -> {
            int care = care(bits, facts);
            int bit = bits.of(truth).bit(0);
            return diagrams.and(care, value ? diagrams.not(bit) : bit) == DecisionDiagrams.FALSE;
        });
    }

    private int care(BitVectors bits, Collection<ValueNode> facts) {
        int care = DecisionDiagrams.TRUE;
        for (ValueNode fact : facts) {
            care = diagrams.and(care, bits.of(fact).bit(0));
        }
        return care;
    }

    private interface Question {
        boolean holds(BitVectors bits);
    }

    private boolean decide(List<ValueNode> roots, Question question) {
        int expandedBefore = -1;
        for (int depth : DEPTHS) {
            Set<ValueNode> expanded = near(roots, depth);
            if (expanded.size() == expandedBefore || attempts > MOST_ATTEMPTS) {
                return false;
            }
            expandedBefore = expanded.size();
            attempts++;
            diagrams.reset(MOST_NODES);
            try {
                if (question.holds(new BitVectors(diagrams, expanded))) {
                    return true;
                }
            } catch (TooLargeException e) {
                if (depth >= FACT_DEPTH) {
                    return false;
                }
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
