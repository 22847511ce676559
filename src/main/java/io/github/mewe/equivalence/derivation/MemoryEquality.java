package io.github.mewe.equivalence.derivation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Compares memories after writes: in any order where they do not overlap, whole or in parts. */
final class MemoryEquality {
    private static final int MOST_WRITES = 64;

    private final PathFacts facts;

    MemoryEquality(PathFacts facts) {
        this.facts = facts;
    }

    boolean areEqual(ValueNode one, ValueNode other) {
        if (one == other) {
            return true;
        }
        ValueNode common = common(one, other);
        if (common == null) {
            return false;
        }
        List<ValueNode> writes = writes(one, common);
        List<ValueNode> others = writes(other, common);
        // Writes to one base do not depend on any other.
        return sameBase(writes, others) && covers(one, writes, other) && covers(other, others, one);
    }

    private static ValueNode common(ValueNode one, ValueNode other) {
        Set<ValueNode> seen = new HashSet<>();
        ValueNode memory = one;
        for (int i = 0; i < MOST_WRITES; i++) {
            seen.add(memory);
            if (memory.kind != ValueKind.STORE) {
                break;
            }
            memory = memory.parts[0];
        }
        memory = other;
        for (int i = 0; i < MOST_WRITES; i++) {
            if (seen.contains(memory)) {
                return memory;
            }
            if (memory.kind != ValueKind.STORE) {
                break;
            }
            memory = memory.parts[0];
        }
        return null;
    }

    private static List<ValueNode> writes(ValueNode memory, ValueNode common) {
        List<ValueNode> writes = new ArrayList<>();
        for (ValueNode write = memory; write != common; write = write.parts[0]) {
            writes.add(write);
        }
        return writes;
    }

    private static boolean sameBase(List<ValueNode> writes, List<ValueNode> others) {
        ValueNode any = writes.isEmpty() ? others.get(0) : writes.get(0);
        for (ValueNode write : writes) {
            if (!BitVectors.sameBase(write.parts[1], any.parts[1])) {
                return false;
            }
        }
        for (ValueNode write : others) {
            if (!BitVectors.sameBase(write.parts[1], any.parts[1])) {
                return false;
            }
        }
        return true;
    }

    /** Determines if both memories have the same bytes where the first was written. */
    private boolean covers(ValueNode memory, List<ValueNode> writes, ValueNode other) {
        for (ValueNode write : writes) {
            if (write.number > 8) {
                return false;
            }
            if (!facts.sameBytes(memory, other, write.parts[1], (int) write.number)) {
                return false;
            }
        }
        return true;
    }
}
