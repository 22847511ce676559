package io.github.mewe.link;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.fixture.Running;
import io.github.mewe.ir.BinaryOperator;
import io.github.mewe.ir.Block;
import io.github.mewe.ir.Const;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.GlobalGet;
import io.github.mewe.ir.GlobalSet;
import io.github.mewe.ir.IntBinary;
import io.github.mewe.ir.Signature;
import io.github.mewe.link.LinkPlan.ChoiceSeeds;
import io.github.mewe.link.LinkPlan.DrawKey;
import io.github.mewe.wasm.ValueType;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Tests the randomness of the choices of linked modules: their shares, and their independence. Keys are fixed. Each
 * statistic is also tested on a faulty generator or a wrong share, which it must detect.
 */
class ChoiceStatisticsTest {
    private static final DrawKey KEY = new DrawKey(0x243f6a8885a308d3L, 0x13198a2e03707344L);
    private static final int FEWEST = 2;
    private static final int MOST = 64;

    /** With this sample size, shares that are 1 % off raise the expected chi-square by 100. */
    private static final int CALLS = 1_000_000;

    private static final int PAIRS = 1_000_000;
    private static final int LAGS = 8;
    private static final int INSTANCES = 5_000;

    @Test
    void givesEqualSharesTo2To64Bodies() {
        for (int bodies = FEWEST; bodies <= MOST; bodies++) {
            ChiSquare test =
                    ChiSquare.uniform(counts(LinkedChoices.equal(bodies, 2, KEY).record(CALLS), bodies));
            assertFalse(test.rejects(), bodies + " bodies: " + test);
        }
    }

    @Test
    void detectsABiasOfOnePercent() {
        for (int bodies : new int[] {2, 3, 5, 8, 16, 33, 64}) {
            List<Double> biased = IntStream.range(1, bodies)
                    .mapToObj(i -> i < (bodies + 1) / 2 ? 1.01 : 0.99)
                    .toList();
            double rest = biased.stream().mapToDouble(Double::doubleValue).sum();
            var weights = new Weights(OptionalDouble.of(1.01 / (1.01 + rest)), biased);
            ChiSquare test = ChiSquare.uniform(counts(weighted(bodies, weights).record(CALLS), bodies));
            assertTrue(test.rejects(), bodies + " bodies: " + test);
        }
    }

    @Test
    void givesWeightedBodiesTheirShares() {
        assertShares(new Weights(OptionalDouble.of(0.1), List.of()), 0.1, 0.3, 0.3, 0.3);
        assertShares(new Weights(OptionalDouble.of(0.5), List.of(3.0, 2.0, 1.0)), 0.5, 0.25, 1 / 6.0, 1 / 12.0);
        assertShares(new Weights(OptionalDouble.empty(), List.of(5.0, 1.0)), 0.25, 15 / 28.0, 3 / 28.0, 3 / 28.0);
        assertShares(new Weights(OptionalDouble.of(0.001), List.of()), 0.001, 0.999);
    }

    private static void assertShares(Weights weights, double... shares) {
        byte[] choices = weighted(shares.length, weights).record(CALLS);
        ChiSquare test = ChiSquare.of(counts(choices, shares.length), shares);
        assertFalse(test.rejects(), weights + ": " + test);
        assertTrue(
                ChiSquare.uniform(counts(choices, shares.length)).rejects(),
                "the same choices, tested against equal shares");
    }

    @Test
    void makesIndependentChoicesInDifferentDispatchers() {
        for (int[] bodies : new int[][] {{2, 2}, {2, 3}, {5, 5}, {4, 7}, {8, 16}, {33, 9}}) {
            byte[][] choices = LinkedChoices.equal(bodies[0], bodies[1], KEY).recordBoth(PAIRS);
            ChiSquare test = ChiSquare.independence(pairs(choices[0], choices[1], 0, bodies));
            assertFalse(test.rejects(), Arrays.toString(bodies) + ": " + test);
        }
    }

    @Test
    void makesIndependentSuccessiveChoices() {
        for (int bodies : new int[] {2, 3, 5, 8, 13, 16, 40}) {
            byte[] choices = LinkedChoices.equal(bodies, 2, KEY).record(PAIRS);
            for (int lag = 1; lag <= LAGS; lag++) {
                ChiSquare test = ChiSquare.independence(pairs(choices, choices, lag, new int[] {bodies, bodies}));
                assertFalse(test.rejects(), bodies + " bodies, " + lag + " calls later: " + test);
            }
            double correlation = serialCorrelation(choices);
            assertTrue(Math.abs(correlation) < 5 / Math.sqrt(PAIRS), bodies + " bodies: " + correlation);
        }
    }

    @Test
    void detectsACounterInPlaceOfThePseudoRandomFunction() {
        // Each of its bits is unbiased: only pairs of choices reveal it.
        byte[] choices = broken(0x9e3779b97f4a7c15L).record(PAIRS);
        assertFalse(ChiSquare.uniform(counts(choices, 5)).rejects(), "the shares are correct");
        boolean lagged = IntStream.rangeClosed(1, LAGS)
                .anyMatch(lag -> ChiSquare.independence(pairs(choices, choices, lag, new int[] {5, 5}))
                        .rejects());
        assertTrue(lagged, "between calls");
    }

    @Test
    void detectsDrawsThatShareBits() {
        // The three draws served by one evaluation are equal.
        LinkedChoices broken = broken(0x9e375L * 0x0000_0400_0020_0001L);
        byte[][] both = broken.recordBoth(PAIRS);
        assertFalse(ChiSquare.uniform(counts(both[0], 5)).rejects(), "the shares are correct");
        assertTrue(
                ChiSquare.independence(pairs(both[0], both[1], 0, new int[] {5, 5}))
                        .rejects(),
                "between dispatchers");
        double correlation = serialCorrelation(broken.record(PAIRS));
        assertTrue(Math.abs(correlation) >= 5 / Math.sqrt(PAIRS), "between calls: " + correlation);
    }

    private static LinkedChoices broken(long step) {
        return LinkedChoices.of(
                5,
                5,
                Weights.EQUAL,
                Granularity.CALL,
                new ChoiceSeeds(RandomnessSource.FIXED, KEY, KEY.low()),
                refillWith(step));
    }

    /** Evaluations that differ by a constant form a Weyl sequence. */
    private static Consumer<BinaryenModule> refillWith(long step) {
        return module -> {
            Expr counter = new GlobalGet("mewe.counter", ValueType.I64);
            Expr next = IntBinary.of(BinaryOperator.ADD, ValueType.I64, counter, new Const(ValueType.I64, step));
            Expr marked =
                    IntBinary.of(BinaryOperator.OR, ValueType.I64, counter, new Const(ValueType.I64, Long.MIN_VALUE));
            Expr body = new Block(null, List.of(new GlobalSet("mewe.counter", next), marked), ValueType.I64);
            module.replaceBody(new FunctionBody(
                    BitSource.under("mewe").refill(), new Signature(List.of(), ValueType.I64), List.of(), body));
        };
    }

    @Test
    void yieldsEqualSequencesExactlyForEqualKeys() {
        Set<String> sequences = new HashSet<>();
        int keys = 0;
        for (int bit = 0; bit < Long.SIZE; bit += 4) {
            for (DrawKey key : List.of(new DrawKey(1L << bit, 0), new DrawKey(0, 1L << bit))) {
                sequences.add(Arrays.toString(LinkedChoices.equal(5, 2, key).record(100)));
                keys++;
            }
        }
        assertEquals(keys, sequences.size(), "sequences of keys that differ in one bit");
        assertArrayEquals(
                LinkedChoices.equal(5, 2, KEY).record(CALLS),
                LinkedChoices.equal(5, 2, KEY).record(CALLS));
    }

    @Test
    void givesEqualSharesToTheChoicesOfInstances() {
        byte[] binary = LinkedChoices.of(
                        5,
                        2,
                        Weights.EQUAL,
                        Granularity.INSTANCE,
                        new ChoiceSeeds(RandomnessSource.EXPORT, KEY, KEY.low()),
                        module -> {})
                .binary();
        var counts = new long[5];
        for (int i = 0; i < INSTANCES; i++) {
            Running instance = Running.of(binary);
            instance.call("mewe_seed", i, KEY.high());
            counts[instance.callInt("one")]++;
        }
        ChiSquare test = ChiSquare.uniform(counts);
        assertFalse(test.rejects(), test.toString());
    }

    @Test
    void drawsIndependentSequencesWithAdjacentKeys() {
        byte[] one = LinkedChoices.equal(5, 2, KEY).record(PAIRS);
        byte[] other = LinkedChoices.equal(5, 2, new DrawKey(KEY.low() + 1, KEY.high()))
                .record(PAIRS);
        ChiSquare test = ChiSquare.independence(pairs(one, other, 0, new int[] {5, 5}));
        assertFalse(test.rejects(), test.toString());
        assertTrue(
                ChiSquare.independence(pairs(one, one.clone(), 0, new int[] {5, 5}))
                        .rejects(),
                "a sequence and itself");
    }

    private static LinkedChoices weighted(int bodies, Weights weights) {
        return LinkedChoices.of(
                bodies,
                2,
                weights,
                Granularity.CALL,
                new ChoiceSeeds(RandomnessSource.FIXED, KEY, KEY.low()),
                module -> {});
    }

    private static long[] counts(byte[] choices, int bodies) {
        var counts = new long[bodies];
        for (byte choice : choices) {
            counts[choice]++;
        }
        return counts;
    }

    private static long[][] pairs(byte[] first, byte[] second, int lag, int[] bodies) {
        var counts = new long[bodies[0]][bodies[1]];
        for (int i = 0; i + lag < second.length; i++) {
            counts[first[i]][second[i + lag]]++;
        }
        return counts;
    }

    /** The correlation of each choice with its successor. */
    private static double serialCorrelation(byte[] choices) {
        double mean = IntStream.range(0, choices.length)
                .map(i -> choices[i])
                .average()
                .orElseThrow();
        double covariance = 0;
        double variance = 0;
        for (int i = 0; i < choices.length; i++) {
            double deviation = choices[i] - mean;
            variance += deviation * deviation;
            if (i + 1 < choices.length) {
                covariance += deviation * (choices[i + 1] - mean);
            }
        }
        return covariance / variance;
    }
}
