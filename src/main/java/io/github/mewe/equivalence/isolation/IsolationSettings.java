package io.github.mewe.equivalence.isolation;

import java.time.Duration;
import java.util.Optional;
import java.util.function.IntConsumer;

/**
 * How variants are executed.
 *
 * @param inputs how many inputs each is run on
 * @param seed what the inputs derive from
 * @param threads how many threads run them
 * @param fuel how many rounds of loops and entries of functions a run of an original may make, at least; shorter bodies
 *     are given more
 * @param time when it is over, what is not executed yet is not any more; empty for no limit
 * @param progress told the number of variants done, from any thread
 */
public record IsolationSettings(
        int inputs, long seed, int threads, int fuel, Optional<Duration> time, IntConsumer progress) {
    /** How many inputs a variant is run on by default. */
    public static final int INPUTS = 64;

    /** The fuel by default. */
    public static final int FUEL = 300;

    /** Checks the numbers. */
    public IsolationSettings {
        if (inputs < 1 || threads < 1 || fuel < 1) {
            throw new IllegalArgumentException("inputs, threads and fuel must be at least 1");
        }
    }

    /**
     * The defaults.
     *
     * @param seed what the inputs derive from
     * @param threads how many threads run them
     */
    public static IsolationSettings defaults(long seed, int threads) {
        return new IsolationSettings(INPUTS, seed, threads, FUEL, Optional.empty(), done -> {});
    }
}
