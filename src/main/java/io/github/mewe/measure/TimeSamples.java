package io.github.mewe.measure;

import io.github.mewe.report.Measurement.Times;

/**
 * Times of an invocation, in microseconds.
 *
 * @param engine the engine
 * @param original the times of the original, each of a fresh instance without the making of it
 * @param multivariant the same of the multivariant binary
 * @param originalStart the times from the original's bytes to the end of the first call
 * @param multivariantStart the same of the multivariant binary
 */
public record TimeSamples(
        String engine, double[] original, double[] multivariant, double[] originalStart, double[] multivariantStart) {

    /** What is said of an invocation whose times cannot be taken. */
    public static Times failed(String invocation, String engine, String why) {
        return new Times(invocation, engine, why, null, null, 0, 0, 0, 0, 0, null, null);
    }

    /** The times compared. */
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
