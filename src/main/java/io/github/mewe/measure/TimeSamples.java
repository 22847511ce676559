package io.github.mewe.measure;

import io.github.mewe.report.Measurement.Times;

/**
 * Times of an invocation in microseconds.
 *
 * @param original the original's times in fresh instances, without instantiation
 * @param multivariant the multivariant binary's times, likewise
 * @param originalStart the original's times from its bytes to the end of the first call
 * @param multivariantStart the same for the multivariant binary
 */
public record TimeSamples(
        String engine, double[] original, double[] multivariant, double[] originalStart, double[] multivariantStart) {

    /** The entry of an invocation that could not be timed. */
    public static Times failed(String invocation, String engine, String why) {
        return new Times(invocation, engine, why, null, null, 0, 0, 0, 0, 0, null, null);
    }

    /** Compares the samples. */
    public Times compared(String invocation) {
        TimeComparison comparison = TimeComparison.of(original, multivariant);
        return new Times(
                invocation,
                engine,
                null,
                Distributions.of(original),
                Distributions.of(multivariant),
                Distributions.rounded(comparison.ratio()),
                Distributions.rounded(comparison.low()),
                Distributions.rounded(comparison.high()),
                comparison.u(),
                Distributions.rounded(comparison.pValue()),
                Distributions.of(originalStart),
                Distributions.of(multivariantStart));
    }
}
