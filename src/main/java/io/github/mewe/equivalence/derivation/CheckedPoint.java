package io.github.mewe.equivalence.derivation;

import java.util.HashMap;
import java.util.Map;

/** The states of both bodies at one point of their common run. Side 0 is the body before, side 1 the one after. */
final class CheckedPoint {
    final int[] places = new int[2];
    final ValueNode[][] registers = new ValueNode[2][];
    final ValueNode[][] memories = new ValueNode[2][];
    PathFacts facts;

    /** The sides that have executed an instruction since the last node. */
    final boolean[] moved = new boolean[2];

    /** The conditions of the last decision that one body alone had to make, for looking into a check. */
    String decision = "";

    /**
     * For each operation whose NaN the engine chooses: how often the body before has executed it more often than the
     * one after.
     */
    final Map<ValueNode, Integer> choices = new HashMap<>();

    CheckedPoint copy() {
        var copy = new CheckedPoint();
        for (int side = 0; side < 2; side++) {
            copy.places[side] = places[side];
            copy.registers[side] = registers[side].clone();
            copy.memories[side] = memories[side].clone();
        }
        copy.facts = facts.copy();
        copy.decision = decision;
        copy.choices.putAll(choices);
        return copy;
    }
}
