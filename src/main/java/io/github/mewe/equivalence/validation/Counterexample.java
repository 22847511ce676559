package io.github.mewe.equivalence.validation;

import io.github.mewe.ir.Const;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A case in which, according to the solver, a variant differs from its original.
 *
 * @param parameters the arguments
 * @param globals the relevant globals, by their names in the input module
 * @param memories the relevant memories, by their names in the input module
 * @param exact true if both outcomes follow from these values alone; false if they also depend on assumptions about
 *     callees or float operations
 * @param original the outcome of the original, as the predicate of a sentence
 * @param variant the outcome of the variant, in the same form
 */
public record Counterexample(
        List<Const> parameters,
        SortedMap<String, Const> globals,
        SortedMap<String, MemoryImage> memories,
        boolean exact,
        String original,
        String variant) {
    /** Copies the collections. */
    public Counterexample {
        parameters = List.copyOf(parameters);
        globals = new TreeMap<>(globals);
        memories = new TreeMap<>(memories);
    }

    /**
     * The initial content of a memory.
     *
     * @param pages the size in pages of 64 KiB, from 0 to 65536
     * @param bytes the bytes that the bodies access, from 0 to 255, by their addresses
     */
    public record MemoryImage(int pages, SortedMap<Long, Integer> bytes) {
        /** Copies the map. */
        public MemoryImage {
            bytes = new TreeMap<>(bytes);
        }
    }
}
