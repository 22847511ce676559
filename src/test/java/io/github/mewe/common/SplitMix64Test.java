package io.github.mewe.common;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SplitMix64Test {
    @Test
    void matchesTheGeneratorOfTheJdk() {
        for (long seed : new long[] {0, 1, -1, 42, Long.MIN_VALUE, 0x1234_5678_9ABC_DEF0L}) {
            assertEquals(new SplittableRandom(seed).nextLong(), SplitMix64.next(seed));
        }
    }

    @Test
    void givesTheOutputsOfSeedZero() {
        var random = new SplittableRandom(0);

        for (int n = 1; n < 10; n++) {
            assertEquals(random.nextLong(), SplitMix64.output(n));
        }
    }
}
