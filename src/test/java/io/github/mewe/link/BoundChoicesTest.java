package io.github.mewe.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BoundChoicesTest {
    private static final List<String> BODIES = List.of("a", "b", "c", "d");
    private static final int FUNCTIONS = 20_000;

    @Test
    void cyclesThroughBodiesWithEqualShares() {
        var orders = new HashSet<List<String>>();
        for (long seed = 0; seed < 200; seed++) {
            var choices = new BoundChoices(BODIES, List.of(0.25, 0.25, 0.25, 0.25), seed);
            List<String> first = take(choices, 4);
            assertEquals(Set.copyOf(BODIES), Set.copyOf(first), "seed " + seed);
            assertEquals(first, take(choices, 4), "seed " + seed);
            orders.add(first);
        }
        assertEquals(24, orders.size(), "all orders occur");
    }

    @Test
    void drawsEvenASingleChoiceWithTheShares() {
        List<Double> shares = List.of(0.1, 0.3, 0.2, 0.4);
        for (int calls = 0; calls < 6; calls++) {
            var counts = new long[BODIES.size()];
            for (long seed = 0; seed < FUNCTIONS; seed++) {
                List<String> chosen = take(new BoundChoices(BODIES, shares, seed), calls + 1);
                counts[BODIES.indexOf(chosen.get(calls))]++;
            }
            double[] expected = shares.stream().mapToDouble(Double::doubleValue).toArray();
            assertFalse(ChiSquare.of(counts, expected).rejects(), "choice " + calls);
            assertTrue(ChiSquare.uniform(counts).rejects(), "choice " + calls + " is not equal");
        }
    }

    @Test
    void followsTheSharesMoreCloselyThanIndependentDraws() {
        var choices = new BoundChoices(List.of("a", "b"), List.of(0.1, 0.9), 5);
        long chosen = take(choices, 1000).stream().filter("a"::equals).count();
        assertEquals(100, chosen, 30);
        for (long seed = 0; seed < 100; seed++) {
            var even = new BoundChoices(List.of("a", "b"), List.of(0.5, 0.5), seed);
            assertEquals(500, take(even, 1000).stream().filter("a"::equals).count());
        }
    }

    @Test
    void dependsOnTheSeed() {
        List<Double> shares = List.of(0.1, 0.3, 0.2, 0.4);
        assertEquals(take(new BoundChoices(BODIES, shares, 9), 50), take(new BoundChoices(BODIES, shares, 9), 50));
        assertNotEquals(take(new BoundChoices(BODIES, shares, 9), 50), take(new BoundChoices(BODIES, shares, 8), 50));
    }

    private static List<String> take(BoundChoices choices, int count) {
        return new ArrayList<>(Stream.generate(choices::next).limit(count).toList());
    }
}
