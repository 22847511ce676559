package io.github.mewe.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class BodyLimitTest {
    private static final BodyLimit LIMIT = new BodyLimit(1, 1.02);

    @Test
    void bodiesWithinTheLimitHaveTheSameWeight() {
        assertEquals(List.of(1.0, 1.0), LIMIT.weights(List.of(1.0, 1.02)));
        assertEquals(List.of(1.0, 1.0), BodyLimit.NONE.weights(List.of(1.0, 5.0)));
    }

    @Test
    void slowerBodiesTogetherAddAQuarterOfTheLimit() {
        List<Double> slowDowns = List.of(1.0, 1.05, 1.3);
        List<Double> weights = LIMIT.weights(slowDowns);
        double added = weights.get(1) * 0.05 + weights.get(2) * 0.3;
        assertEquals(0.25 * 0.02, added, 1e-9);
        assertEquals(weights.get(1) * 0.05, weights.get(2) * 0.3, 1e-9);
    }

    @Test
    void everyBodyCanRun() {
        List<Double> weights = new BodyLimit(1, 1).weights(List.of(1.0, 1.3));
        assertTrue(weights.get(1) > 0);
    }
}
