package io.github.mewe.measure;

import java.util.HashMap;
import java.util.Map;

/**
 * Numbers instructions, so that equal ones have equal numbers. Compares 64-bit hashes; the probability of a collision
 * is negligible. Not thread-safe.
 */
public final class InstructionAlphabet {
    private final Map<Long, Integer> numbers = new HashMap<>();

    /** Creates an empty alphabet. */
    public InstructionAlphabet() {}

    /** The number of distinct instructions so far. */
    public int size() {
        return numbers.size();
    }

    /** The number of the instruction with a hash. */
    int number(long hash) {
        return numbers.computeIfAbsent(hash, h -> numbers.size());
    }
}
