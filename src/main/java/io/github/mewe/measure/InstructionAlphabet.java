package io.github.mewe.measure;

import java.util.HashMap;
import java.util.Map;

/**
 * Numbers instructions, so that equal ones have equal numbers. They are told apart by hashes of 64 bits: two different
 * ones are taken for equal with a probability that does not matter. For one thread.
 */
public final class InstructionAlphabet {
    private final Map<Long, Integer> numbers = new HashMap<>();

    /** An alphabet without instructions. */
    public InstructionAlphabet() {}

    /** How many different instructions have been seen. */
    public int size() {
        return numbers.size();
    }

    /** The number of what has a hash. */
    int number(long hash) {
        return numbers.computeIfAbsent(hash, h -> numbers.size());
    }
}
