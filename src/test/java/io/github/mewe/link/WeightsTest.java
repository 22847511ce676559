package io.github.mewe.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class WeightsTest {
    @Test
    void givesAllBodiesEqualWeightsByDefault() {
        assertEquals(List.of(1.0, 1.0, 1.0, 1.0), Weights.EQUAL.ofBodies(3));
    }

    @Test
    void givesTheOriginalItsShareOfAllChoices() {
        var weights = new Weights(OptionalDouble.of(0.25), List.of());
        assertEquals(List.of(1.0, 1.0, 1.0, 1.0), weights.ofBodies(3));
        assertEquals(List.of(0.25, 0.75), Draw.of(weights.ofBodies(1)).shares());
    }

    @Test
    void usesTheLastWeightForAllFurtherVariants() {
        var weights = new Weights(OptionalDouble.of(0.5), List.of(3.0, 1.0));
        assertEquals(List.of(6.0, 3.0, 1.0, 1.0, 1.0), weights.ofBodies(4));
        assertEquals(List.of(3.0, 3.0), weights.ofBodies(1));
    }

    @Test
    void givesTheOriginalTheAverageWeightByDefault() {
        assertEquals(List.of(2.0, 3.0, 1.0), new Weights(OptionalDouble.empty(), List.of(3.0, 1.0)).ofBodies(2));
    }

    @Test
    void excludesAnOriginalWithShareZero() {
        var weights = new Weights(OptionalDouble.of(0), List.of());
        assertFalse(weights.includesOriginal());
        assertEquals(List.of(1.0, 1.0), weights.ofBodies(2));
        assertEquals(weights, Weights.EQUAL.withoutOriginal());
    }

    @Test
    void rejectsInvalidWeights() {
        for (double share : new double[] {-0.1, 1, 2, Double.NaN}) {
            assertThrows(IllegalArgumentException.class, () -> new Weights(OptionalDouble.of(share), List.of()));
        }
        for (double weight : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThrows(
                    IllegalArgumentException.class, () -> new Weights(OptionalDouble.empty(), List.of(1.0, weight)));
        }
    }
}
