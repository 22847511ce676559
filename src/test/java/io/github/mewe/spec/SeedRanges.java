package io.github.mewe.spec;

import java.util.stream.IntStream;

/**
 * The randomness of one test of the suite.
 *
 * @param firstSeed the first build seed; each seed makes one module with fixed choices
 * @param lastSeed the last build seed
 * @param firstKey the first run key; the module whose choices come from the host runs once with each key
 * @param lastKey the last run key
 * @param isHardened true if all modules are hardened, false if those of one seed are
 */
record SeedRanges(int firstSeed, int lastSeed, int firstKey, int lastKey, boolean isHardened) {
    IntStream seeds() {
        return IntStream.rangeClosed(firstSeed, lastSeed);
    }

    IntStream keys() {
        return IntStream.rangeClosed(firstKey, lastKey);
    }

    /** Number of multivariant binaries per module. */
    int ways() {
        return lastSeed - firstSeed + 2;
    }
}
