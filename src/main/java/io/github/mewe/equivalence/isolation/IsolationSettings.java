package io.github.mewe.equivalence.isolation;

import java.time.Duration;
import java.util.Optional;
import java.util.function.IntConsumer;

/**
 * How to execute variants.
 *
 * @param inputs the number of inputs per variant
 * @param seed the source of the inputs
 * @param fuel the least number of loop rounds and function entries per run of an original; short bodies get more
 * @param time the time limit, at which running variants are interrupted; empty for none
 * @param progress receives the number of variants done, from any thread
 */
public record IsolationSettings(
        int inputs, long seed, int threads, int fuel, Optional<Duration> time, IntConsumer progress) {
    /** The default number of inputs per variant. */
    public static final int INPUTS = 64;

    /** The default fuel. */
    public static final int FUEL = 300;

    /** Rejects numbers below 1. */
    public IsolationSettings {
        if (inputs < 1 || threads < 1 || fuel < 1) {
            throw new IllegalArgumentException("inputs, threads and fuel must be at least 1");
        }
    }

    /** The default settings, without a time limit. */
    public static IsolationSettings defaults(long seed, int threads) {
        return new IsolationSettings(INPUTS, seed, threads, FUEL, Optional.empty(), done -> {});
    }
}
