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
     * A source that is fully determined by its seed.
     *
     * @param seed any value
     */
    public VariantRandom(long seed) {
        this.source = new SplittableRandom(seed);
        this.seed = seed;
    }

    /** A source that will draw the same values as this one. */
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
     * A number below a bound.
     *
     * @param bound at least 1
     */
    public int below(int bound) {
        return (int) (((bits() >>> 32) * bound) >>> 32);
    }

    /**
     * True with a probability.
     *
     * @param probability 0 to 1
     */
    public boolean chance(double probability) {
        return (bits() >>> 11) * 0x1.0p-53 < probability;
    }

    /** A number from a range, both ends included up to rounding. */
    public double between(double low, double high) {
        return low + (high - low) * (bits() >>> 11) * 0x1.0p-53;
    }

    /** An element of a list that is not empty. */
    public <T> T pick(List<T> list) {
        return list.get(below(list.size()));
    }

    /**
     * An element of a list that is not empty, each as often as its weight demands.
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

    /** The elements of a list in a random order, each order as likely as any other. */
    public <T> List<T> shuffled(List<T> list) {
        var shuffled = new ArrayList<T>(list);
        for (int i = shuffled.size() - 1; i > 0; i--) {
            Collections.swap(shuffled, i, below(i + 1));
        }
        return shuffled;
    }

    /** A constant as it is useful in code: small, a power of two, or any. */
    public long constant() {
        return switch (below(4)) {
            case 0 -> 1 + below(63);
            case 1 -> 1L << below(32);
            default -> bits();
        };
    }
}
