package io.github.mewe.variant;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/**
 * The random source of a strategy. Its draws are the same on every platform and Java version: all derive from
 * {@link SplittableRandom#nextLong()}, whose algorithm is specified (SplitMix64).
 */
public final class VariantRandom {
    private final SplittableRandom source;
    private final long seed;
    private long drawn;

    /**
     * Creates a source that depends only on its seed.
     *
     * @param seed any value
     */
    public VariantRandom(long seed) {
        this.source = new SplittableRandom(seed);
        this.seed = seed;
    }

    /** A source that draws the same values as this one from now on. */
    VariantRandom copy() {
        var copy = new VariantRandom(seed);
        while (copy.drawn < drawn) {
            copy.bits();
        }
        return copy;
    }

    /** 64 random bits. */
    public long bits() {
        drawn++;
        return source.nextLong();
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
        double left = between(0, list.stream().mapToDouble(weight).sum());
        for (T element : list) {
            left -= weight.applyAsDouble(element);
            if (left < 0) {
                return element;
            }
        }
        return list.get(list.size() - 1);
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
