package io.github.mewe.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;

class GrowthSearchTest {
    private static final long LIMIT = 200_000;
    private static final long CODE = 100_000;

    private int attempts;

    /**
     * Searches, and returns the size of the largest code within the limit; the size of the input's if there is none.
     */
    private long found(LongUnaryOperator linkedBytes) {
        var search = new GrowthSearch(LIMIT, CODE);
        long best = CODE;
        for (attempts = 0; search.goesOn(); attempts++) {
            assertTrue(attempts < 30, "the search ends");
            long size = linkedBytes.applyAsLong(search.allowance());
            if (size <= LIMIT) {
                best = Math.max(best, size);
                search.fitted(LIMIT - size);
            } else {
                search.exceeded(size - LIMIT);
            }
        }
        return best;
    }

    @Test
    void usesTheLimitIfEstimatesAreTooHigh() {
        assertTrue(found(allowance -> CODE + allowance * 9 / 10) > LIMIT * 0.999, attempts + " attempts");
    }

    @Test
    void staysWithinTheLimitIfEstimatesAreTooLow() {
        long size = found(allowance -> CODE + allowance * 11 / 10);
        assertTrue(size <= LIMIT && size > LIMIT * 0.99, size + " bytes after " + attempts + " attempts");
    }

    @Test
    void searchesBetweenAnAttemptThatFitsAndOneThatDoesNot() {
        // Beyond 101,000 bytes, a variant of 2,000 bytes is added at once.
        long size = found(allowance -> CODE + allowance - 3_000 + (allowance > 101_000 ? 4_000 : 0));
        assertTrue(size > 197_500 && size <= LIMIT, size + " bytes after " + attempts + " attempts");
        assertTrue(attempts <= 5, attempts + " attempts");
    }

    @Test
    void endsAtOnceIfTheLimitIsUsed() {
        assertEquals(LIMIT - 100, found(allowance -> LIMIT - 100));
        assertEquals(1, attempts);
    }

    @Test
    void endsIfNothingFits() {
        assertEquals(CODE, found(allowance -> LIMIT + 1_000));
        assertTrue(attempts >= 5, "tries more than the first estimates");
    }

    @Test
    void nothingMayBeAdded() {
        var search = new GrowthSearch(CODE, CODE);
        assertEquals(0, search.allowance());
        search.fitted(0);
        assertFalse(search.goesOn());
    }
}
