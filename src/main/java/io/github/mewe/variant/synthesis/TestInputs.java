package io.github.mewe.variant.synthesis;

import io.github.mewe.variant.VariantRandom;

/**
 * Inputs that distinguish different formulas: combinations of corner cases, then random values. They are always the
 * same, so that a search is repeatable.
 */
final class TestInputs {
    /** The maximum number of a formula's inputs and constants. */
    static final int MAX_INPUTS = 24;

    private static final long[] CORNERS = {
        0,
        1,
        -1,
        2,
        3,
        7,
        31,
        32,
        33,
        63,
        64,
        0x7F,
        0x80,
        0xFF,
        0x8000,
        0xFFFF,
        0x7FFF_FFFFL,
        0x8000_0000L,
        0xFFFF_FFFFL,
        0x1_0000_0000L,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        -2,
        -128,
        0xFFFF_8000L
    };

    private TestInputs() {}

    /**
     * Creates inputs.
     *
     * @param count the number of vectors
     * @param seed the seed of the random values
     */
    static long[][] of(int count, long seed) {
        var random = new VariantRandom(seed);
        var all = new long[count][MAX_INPUTS];
        for (int i = 0; i < count; i++) {
            for (int j = 0; j < MAX_INPUTS; j++) {
                all[i][j] = i < 3 ? CORNERS[i] : draw(all[i], j, random);
            }
        }
        return all;
    }

    /** Draws a value. Comparisons need inputs that are equal or nearly so. */
    private static long draw(long[] before, int index, VariantRandom random) {
        if (index > 0 && random.chance(0.3)) {
            return before[random.below(index)] + random.below(5) - 2;
        }
        return random.chance(0.4) ? CORNERS[random.below(CORNERS.length)] : random.bits();
    }
}
