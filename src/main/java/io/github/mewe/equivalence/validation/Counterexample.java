package io.github.mewe.equivalence.validation;

import io.github.mewe.ir.Const;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A case in which a variant and its original were found to differ.
 *
 * @param parameters the arguments
 * @param globals the globals that matter, by their names in the input module
 * @param memories the memories that matter, by their names in the input module
 * @param exact whether both outcomes follow from what is given here alone; if not, they depend on what callees or float
 *     operations were supposed to do as well
 * @param original what the original does, as text
 * @param variant what the variant does, as text
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
     * A memory at the begin.
     *
     * @param pages its size in pages of 64 KiB, from 0 to 65536
     * @param bytes the bytes that are read or written, from 0 to 255, by their addresses; all others are of no
     *     importance
     */
    public record MemoryImage(int pages, SortedMap<Long, Integer> bytes) {
        /** Copies the map. */
        public MemoryImage {
            bytes = new TreeMap<>(bytes);
        }
    }
}
