package io.github.mewe.variant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Tests how variants are dealt to binaries. */
class VariantDistributionTest {
    private static final int FUNCTIONS = 200;

    @Test
    void dealsAllVariantsInOrderToASingleBinary() {
        var distribution = new VariantDistribution(1, 77);
        for (int function = 0; function < FUNCTIONS; function++) {
            assertEquals(List.of(0, 1, 2, 3, 4), distribution.share(0, function, 5));
        }
    }

    @Test
    void dealsEachVariantToOneBinaryIfThereAreEnough() {
        for (int binaries = 2; binaries <= 9; binaries++) {
            var distribution = new VariantDistribution(binaries, 5);
            for (int variants = binaries; variants <= 4 * binaries; variants++) {
                for (int function = 0; function < FUNCTIONS; function++) {
                    var all = new ArrayList<Integer>();
                    for (int binary = 0; binary < binaries; binary++) {
                        List<Integer> share = distribution.share(binary, function, variants);
                        int least = variants / binaries;
                        assertTrue(
                                share.size() == least || share.size() == least + 1 && variants % binaries != 0,
                                variants + " to " + binaries + ": " + share);
                        assertEquals(share.stream().sorted().toList(), share, "ascending");
                        all.addAll(share);
                    }
                    assertEquals(variants, all.size());
                    assertEquals(variants, new HashSet<>(all).size(), "no variant goes to two binaries");
                }
            }
        }
    }

    @Test
    void sharesEachVariantAmongAsFewBinariesAsPossible() {
        for (int binaries = 2; binaries <= 9; binaries++) {
            var distribution = new VariantDistribution(binaries, 5);
            for (int variants = 1; variants < binaries; variants++) {
                for (int function = 0; function < FUNCTIONS; function++) {
                    var times = new TreeMap<Integer, Integer>();
                    for (int binary = 0; binary < binaries; binary++) {
                        List<Integer> share = distribution.share(binary, function, variants);
                        assertEquals(1, share.size(), "each binary gets one variant");
                        times.merge(share.get(0), 1, Integer::sum);
                    }
                    assertEquals(variants, times.size(), "all variants are used");
                    int most = times.values().stream().max(Integer::compare).orElseThrow();
                    assertEquals((binaries + variants - 1) / variants, most);
                }
            }
        }
    }

    @Test
    void dealsNothingWithoutVariants() {
        assertEquals(List.of(), new VariantDistribution(3, 5).share(2, 0, 0));
    }

    @Test
    void variesTheBinaryThatGetsMore() {
        var distribution = new VariantDistribution(4, 5);
        var more = new int[4];
        for (int function = 0; function < FUNCTIONS; function++) {
            for (int binary = 0; binary < 4; binary++) {
                more[binary] += distribution.share(binary, function, 5).size() - 1;
            }
        }
        assertEquals(FUNCTIONS, IntStream.of(more).sum());
        // 50 each on average, with a standard deviation of 6.
        for (int count : more) {
            assertTrue(count > 20 && count < 80, count + " of " + FUNCTIONS);
        }
    }

    @Test
    void dependsOnTheSeed() {
        assertEquals(shares(5), shares(5));
        Set<List<List<Integer>>> different = new HashSet<>();
        for (long seed = 0; seed < 10; seed++) {
            different.add(shares(seed));
        }
        assertEquals(10, different.size());
    }

    private static List<List<Integer>> shares(long seed) {
        var distribution = new VariantDistribution(3, seed);
        return IntStream.range(0, FUNCTIONS)
                .mapToObj(function -> distribution.share(1, function, 7))
                .toList();
    }

    @Test
    void rejectsZeroBinaries() {
        assertThrows(IllegalArgumentException.class, () -> new VariantDistribution(0, 5));
    }
}
