package io.github.mewe.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Compares R, E, their maxima and repetitions with values computed by hand. */
class TraceStatisticsTest {
    private static final double EXACT = 1e-12;

    @Test
    void allTracesDifferent() {
        var statistics = TraceStatistics.of(IntStream.range(0, 8).boxed().toList());
        assertEquals(8, statistics.distinct());
        assertEquals(1, statistics.uniqueRatio());
        assertEquals(1, statistics.entropy(), EXACT);
        assertTrue(statistics.collisionProbability().isEmpty());
    }

    @Test
    void allTracesTheSame() {
        var statistics = TraceStatistics.of(Collections.nCopies(8, "a"));
        assertEquals(0.125, statistics.uniqueRatio());
        assertEquals(0, statistics.entropy());
        assertEquals(1, statistics.collisionProbability().getAsDouble(), EXACT);
    }

    @Test
    void someTracesRepeated() {
        // 4 a, 2 b, 1 c and 1 d: 1/2 + 2/4 + 3/8 + 3/8 = 1.75 of the 3 bits that 8 runs can have.
        var statistics = TraceStatistics.of(List.of("a", "a", "b", "a", "c", "b", "a", "d"));
        assertEquals(4, statistics.distinct());
        assertEquals(0.5, statistics.uniqueRatio());
        assertEquals(1.75 / 3, statistics.entropy(), EXACT);
        // 4 * 3 + 2 * 1 of 8 * 7 pairs are equal.
        assertEquals(14.0 / 56, statistics.collisionProbability().getAsDouble(), EXACT);
    }

    @Test
    void oneRunHasNoEntropy() {
        assertEquals(0, TraceStatistics.of(List.of("a")).entropy());
        assertEquals(0, TraceStatistics.ceiling(1, 10));
        assertEquals(0, TraceStatistics.expected(1, 10));
    }

    @Test
    void maximaOfE() {
        assertEquals(1, TraceStatistics.ceiling(1000, 20));
        assertEquals(0.5, TraceStatistics.ceiling(1024, 5), EXACT);
        assertEquals(0, TraceStatistics.ceiling(1024, 0));
    }

    @Test
    void expectationsOfTwoRuns() {
        // Two runs with 2^b traces: E is 0 with probability 2^-b, else 1.
        assertEquals(0, TraceStatistics.expected(2, 0), EXACT);
        assertEquals(0.5, TraceStatistics.expected(2, 1), EXACT);
        assertEquals(0.75, TraceStatistics.expected(2, 2), EXACT);
        assertEquals(1, TraceStatistics.expected(2, 128), EXACT);
    }

    @Test
    void expectationsAgreeWithSimulation() {
        long seed = 5;
        var random = new SplittableRandom(seed);
        int rounds = 200;
        double sum = 0;
        for (int i = 0; i < rounds; i++) {
            var traces = new ArrayList<Integer>();
            for (int j = 0; j < 1000; j++) {
                traces.add(random.nextInt(1024));
            }
            sum += TraceStatistics.of(traces).entropy();
        }
        assertEquals(TraceStatistics.expected(1000, 10), sum / rounds, 0.002, "seed " + seed);
    }

    @Test
    void birthdayParadox() {
        // On average, 24.6 people meet until two share one of 365 birthdays.
        assertEquals(24.617, TraceStatistics.runsUntilRepeat(1.0 / 365), 0.01);
    }
}
