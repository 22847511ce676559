package io.github.mewe.common;

/**
 * The mixing function of the generator SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number
 * generators", 2014), which {@link java.util.SplittableRandom} uses too: neighbouring inputs give unrelated outputs.
 */
public final class SplitMix64 {
    /** The increment of the generator's state: the golden ratio's fraction, as 64 bits. */
    public static final long GAMMA = 0x9E37_79B9_7F4A_7C15L;

    static final long FIRST_FACTOR = 0xBF58_476D_1CE4_E5B9L;

    private static final long SECOND_FACTOR = 0x94D0_49BB_1331_11EBL;

    private SplitMix64() {}

    /** The generator's next output in a state. */
    public static long next(long state) {
        return finalise(state + GAMMA);
    }

    /** The {@code n}-th output of the generator with seed 0, counted from 1. */
    public static long output(long n) {
        return finalise(n * GAMMA);
    }

    private static long finalise(long state) {
        long z = (state ^ state >>> 30) * FIRST_FACTOR;
        z = (z ^ z >>> 27) * SECOND_FACTOR;
        return z ^ z >>> 31;
    }
}
