package io.github.mewe.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Compares samples with known results. */
class TimeComparisonTest {
    /** The permeability of membranes from Hollander and Wolfe, "Nonparametric Statistical Methods", 1973, table 4.1. */
    private static final double[] AT_TERM = {0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46};

    private static final double[] EARLY = {1.15, 0.88, 0.90, 0.74, 1.21};

    @Test
    void reproducesAPublishedExample() {
        TimeComparison comparison = TimeComparison.of(EARLY, AT_TERM);
        // The book gives U = 35; the approximation is (35 - 25 - 1/2) / sqrt(10 * 5 * 16 / 12), two-sided.
        assertEquals(35, comparison.u());
        assertEquals(0.2446, comparison.pValue(), 0.0001);
        assertEquals(1.415 / 0.90, comparison.ratio(), 1e-12);
    }

    @Test
    void equalSamples() {
        double[] times = IntStream.rangeClosed(1, 100).asDoubleStream().toArray();
        TimeComparison comparison = TimeComparison.of(times, times);
        assertEquals(1, comparison.ratio());
        assertEquals(5000, comparison.u());
        assertEquals(1, comparison.pValue(), 1e-9);
        assertTrue(comparison.low() < 1 && comparison.high() > 1);
    }

    @Test
    void oneSampleTwiceAsLong() {
        double[] times = IntStream.rangeClosed(1000, 1100).asDoubleStream().toArray();
        TimeComparison comparison =
                TimeComparison.of(times, Arrays.stream(times).map(t -> 2 * t).toArray());
        assertEquals(2, comparison.ratio());
        assertEquals(101 * 101, comparison.u());
        assertTrue(comparison.pValue() < 1e-9);
        assertTrue(comparison.low() > 1.9 && comparison.high() < 2.1, comparison.toString());
    }

    @Test
    void equalSamplesGiveEqualIntervals() {
        assertEquals(TimeComparison.of(EARLY, AT_TERM), TimeComparison.of(EARLY.clone(), AT_TERM.clone()));
    }

    @Test
    void quantiles() {
        var distribution = Distributions.of(
                IntStream.rangeClosed(0, 40).mapToDouble(i -> 40 - i).toArray());
        assertEquals(41, distribution.count());
        assertEquals(20, distribution.mean());
        assertEquals(IntStream.rangeClosed(0, 20).mapToObj(i -> 2.0 * i).toList(), distribution.quantiles());
        assertEquals(2.5, Distributions.median(new double[] {4, 1, 3, 2}));
        assertEquals(List.of(7.0, 7.0), List.of(Distributions.median(new double[] {7}), 7.0));
    }
}
