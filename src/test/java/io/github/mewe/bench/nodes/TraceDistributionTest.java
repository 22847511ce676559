package io.github.mewe.bench.nodes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mewe.measure.TraceStatistics;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Compares the expected traces with values computed by hand and with random draws. */
class TraceDistributionTest {
    private static final double EXACT = 1e-12;
    private static final List<Double> COIN = List.of(0.5, 0.5);
    private static final List<Double> FIVE = Collections.nCopies(5, 0.2);
    private static final List<Double> UNEVEN = List.of(0.7, 0.1, 0.1, 0.1);

    @Test
    void evenChoicesMultiply() {
        var distribution = TraceDistribution.of(List.of(COIN, FIVE, COIN));
        assertTrue(distribution.isEven());
        assertEquals(Math.log(20) / Math.log(2), distribution.traceBits(), EXACT);
        assertEquals(1 / 20.0, distribution.collisionProbability(), EXACT);
        assertEquals(1 / 20.0, distribution.mostLikely(), EXACT);
        assertEquals(20 * (1 - Math.pow(0.95, 30)), distribution.expectedDistinct(30), 1e-9);
        assertEquals(TraceStatistics.expected(30, distribution.traceBits()), distribution.expectedEntropy(30), EXACT);
    }

    @Test
    void unevenChoicesCollideMoreOften() {
        var distribution = TraceDistribution.of(List.of(UNEVEN, UNEVEN));
        assertFalse(distribution.isEven());
        assertEquals(4, distribution.traceBits(), EXACT);
        // 0.7² + 3 · 0.1² for each.
        assertEquals(0.52 * 0.52, distribution.collisionProbability(), EXACT);
        assertEquals(0.49, distribution.mostLikely(), EXACT);
    }

    /** Keys have 128 bits, however many choices a run makes. */
    @Test
    void keysRepeat() {
        var distribution = TraceDistribution.of(Collections.nCopies(200, FIVE));
        assertEquals(0x1p-128, distribution.keyedCollisionProbability(), 0x1p-150);
        assertEquals(0x1p-128, distribution.mostLikely());
        assertEquals(1e6, distribution.expectedDistinct(1e6), 1e-3);
        assertEquals(1, distribution.expectedEntropy(1_000_000));
    }

    @Test
    void noChoiceIsOneTrace() {
        var distribution = TraceDistribution.of(List.of());
        assertEquals(0, distribution.traceBits());
        assertEquals(1, distribution.keyedCollisionProbability());
        assertEquals(1, distribution.expectedDistinct(10));
        assertEquals(0, distribution.expectedEntropy(10));
        assertEquals(0, distribution.pairsDeviation(10));
    }

    /** Figures of randomly drawn runs are within five standard errors of the expected ones. */
    @Test
    void drawnTracesAreAsExpected() {
        List<List<Double>> choices = List.of(UNEVEN, COIN, FIVE, UNEVEN);
        var distribution = TraceDistribution.of(choices);
        var random = new SplittableRandom(20_22);
        int samples = 2_000;
        int runs = 60;
        var distinct = new double[samples];
        var entropy = new double[samples];
        var pairs = new double[samples];
        for (int i = 0; i < samples; i++) {
            var traces = new ArrayList<List<Integer>>();
            for (int run = 0; run < runs; run++) {
                traces.add(choices.stream().map(shares -> drawn(shares, random)).toList());
            }
            TraceStatistics statistics = TraceStatistics.of(traces);
            distinct[i] = statistics.distinct();
            entropy[i] = statistics.entropy();
            pairs[i] = statistics.collisionProbability().orElse(0) * runs * (runs - 1) / 2;
        }
        assertMean("distinct traces", distribution.expectedDistinct(runs), distinct);
        assertMean("entropy", distribution.expectedEntropy(runs), entropy);
        assertMean("equal pairs", distribution.collisionProbability() * runs * (runs - 1) / 2, pairs);
        assertEquals(distribution.pairsDeviation(runs), deviation(pairs), 0.1 * deviation(pairs));
    }

    /** Only some runs make the second choice: one of two bodies calls a function with five bodies. */
    @Test
    void runsTellHowOftenTheyMakeAChoice() {
        var random = new SplittableRandom(20_22);
        var runs = new ArrayList<List<Double>>();
        for (int i = 0; i < 40_000; i++) {
            runs.add(random.nextBoolean() ? List.of(0.5) : List.of(0.5, 0.2));
        }
        var distribution = TraceDistribution.ofRuns(runs);
        String seed = "seed 2022";
        assertEquals(0.25 + 5 * 0.01, distribution.collisionProbability(), 0.005, seed);
        assertEquals(6, Math.pow(2, distribution.traceBits()), 0.1, seed);
        assertEquals(0.5, distribution.mostLikely(), EXACT);
        double expected = 1 - Math.pow(0.5, 4) + 5 * (1 - Math.pow(0.9, 4));
        assertEquals(expected, distribution.expectedDistinct(4), 0.05, seed);
    }

    /** If all runs make the same choices, the estimate from runs equals that from shares. */
    @Test
    void runsWithTheSameChoicesTellTheSame() {
        var distribution = TraceDistribution.ofRuns(Collections.nCopies(7, List.of(0.5, 0.2, 0.2)));
        var exact = TraceDistribution.of(List.of(COIN, FIVE, FIVE));
        assertEquals(exact.traceBits(), distribution.traceBits(), EXACT);
        assertEquals(exact.collisionProbability(), distribution.collisionProbability(), EXACT);
        assertEquals(exact.expectedDistinct(33), distribution.expectedDistinct(33), 1e-9);
    }

    private static void assertMean(String what, double expected, double[] sample) {
        double mean = mean(sample);
        assertEquals(expected, mean, 5 * deviation(sample) / Math.sqrt(sample.length), what + ": seed 2022");
    }

    private static double mean(double[] sample) {
        double sum = 0;
        for (double value : sample) {
            sum += value;
        }
        return sum / sample.length;
    }

    private static double deviation(double[] sample) {
        double mean = mean(sample);
        double sum = 0;
        for (double value : sample) {
            sum += (value - mean) * (value - mean);
        }
        return Math.sqrt(sum / (sample.length - 1));
    }

    private static int drawn(List<Double> shares, SplittableRandom random) {
        double left = random.nextDouble();
        for (int i = 0; i < shares.size(); i++) {
            left -= shares.get(i);
            if (left < 0) {
                return i;
            }
        }
        return shares.size() - 1;
    }
}
