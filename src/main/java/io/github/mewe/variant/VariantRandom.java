package io.github.mewe.variant;

import io.github.mewe.common.SplitMix64;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The random source of a strategy: the generator {@link SplitMix64}. */
public final class VariantRandom {
    private long state;

    /**
     * Creates a source that depends only on its seed.
     *
     * @param seed any value
     */
    public VariantRandom(long seed) {
        this.state = seed;
    }

    /** A source that draws the same values as this one from now on. */
    VariantRandom copy() {
        return new VariantRandom(state);
    }

    /** 64 random bits. */
    public long bits() {
        long bits = SplitMix64.next(state);
        state += SplitMix64.GAMMA;
        return bits;
    }

    /**
     * A number from 0 to below a bound.
     *
     * @param bound at least 1
     */
    public int below(int bound) {
        return (int) (((bits() >>> 32) * bound) >>> 32);
    }

    /**
     * Returns true with a probability.
     *
     * @param probability 0 to 1
     */
    public boolean chance(double probability) {
        return (bits() >>> 11) * 0x1.0p-53 < probability;
    }

    /** A number between two bounds, both included up to rounding. */
    public double between(double low, double high) {
        return low + (high - low) * (bits() >>> 11) * 0x1.0p-53;
    }

    /** A random element of a non-empty list. */
    public <T> T pick(List<T> list) {
        return list.get(below(list.size()));
    }

    /**
     * A random element of a non-empty list, with a probability proportional to its weight.
     *
     * @param weight the weight of an element, above zero
     */
    public <T> T pick(List<T> list, ToDoubleFunction<T> weight) {
        return pick(new WeightedList<>(list, weight));
    }

    /** A random element of a non-empty list, with a probability proportional to its weight. */
    public <T> T pick(WeightedList<T> list) {
        return list.pick(this);
    }

    /** A random permutation of a list; all are equally likely. */
    public <T> List<T> shuffled(List<T> list) {
        var shuffled = new ArrayList<T>(list);
        for (int i = shuffled.size() - 1; i > 0; i--) {
            Collections.swap(shuffled, i, below(i + 1));
        }
        return shuffled;
    }

    /** A constant that is typical of code: small, a power of two, or arbitrary. */
    public long constant() {
        return switch (below(4)) {
            case 0 -> 1 + below(63);
            case 1 -> 1L << below(32);
            default -> bits();
        };
    }
}
