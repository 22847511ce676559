package io.github.mewe.variant;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * The results of earlier generations. An entry is found only if everything that the generation of the function depends
 * on is unchanged. Its methods are called from several threads.
 */
public interface GenerationCache {
    /** A cache without entries. */
    GenerationCache NONE = new GenerationCache() {
        @Override
        public Optional<GenerationRecord> find(int index) {
            return Optional.empty();
        }

        @Override
        public void store(int index, Supplier<Optional<GenerationRecord>> made) {
            // Nothing is kept.
        }
    };

    /**
     * Finds the record of a function.
     *
     * @param index the function's index among the defined functions of the module, from 0
     */
    Optional<GenerationRecord> find(int index);

    /**
     * Stores the record of a function.
     *
     * @param index the function's index among the defined functions of the module, from 0
     * @param made returns the record, or nothing to store
     */
    void store(int index, Supplier<Optional<GenerationRecord>> made);
}
