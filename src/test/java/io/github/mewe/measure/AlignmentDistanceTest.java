package io.github.mewe.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Compares distances with known values and with the defining dynamic program. */
class AlignmentDistanceTest {
    private final AlignmentDistance distance = new AlignmentDistance();

    @Test
    void knownDistances() {
        assertEquals(3, distance.of(letters("kitten"), letters("sitting")));
        assertEquals(3, distance.of(letters("Sunday"), letters("Saturday")));
        assertEquals(8, distance.of(letters("rosettacode"), letters("raisethysword")));
        assertEquals(0, distance.of(letters("same"), letters("same")));
        assertEquals(4, distance.of(letters(""), letters("four")));
    }

    @Test
    void normalisesByTheLongerSequence() {
        assertEquals(3.0 / 7, distance.normalised(letters("kitten"), letters("sitting")));
        assertEquals(1, distance.normalised(letters("abc"), letters("xyz")));
        assertEquals(0, distance.normalised(new int[0], new int[0]));
    }

    @Test
    void blocksOf64RowsGiveWhatTheTableGives() {
        long seed = 20220915;
        var random = new SplittableRandom(seed);
        for (int round = 0; round < 300; round++) {
            int[] one = sequence(random, random.nextInt(200), 6);
            int[] other = random.nextBoolean() ? sequence(random, random.nextInt(200), 6) : changed(random, one);
            assertEquals(table(one, other), distance.of(one, other), "seed " + seed + ", round " + round);
            assertEquals(table(one, other), distance.of(other, one), "seed " + seed + ", round " + round);
        }
    }

    @Test
    void comparesAllPairsOfSiblings() {
        List<Double> distances = new SiblingDistances().of(List.of(letters("aaaa"), letters("aaab"), letters("bbbb")));
        assertEquals(List.of(0.25, 0.75, 1.0), distances);
    }

    private static int[] changed(SplittableRandom random, int[] sequence) {
        int[] changed = sequence.clone();
        for (int i = 0; i < changed.length; i++) {
            changed[i] = random.nextInt(10) == 0 ? random.nextInt(6) : changed[i];
        }
        return changed;
    }

    private static int[] sequence(SplittableRandom random, int length, int letters) {
        return random.ints(length, 0, letters).toArray();
    }

    private static int[] letters(String word) {
        return word.chars().toArray();
    }

    private static int table(int[] one, int[] other) {
        var row = new int[other.length + 1];
        for (int j = 0; j <= other.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length; i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length; j++) {
                int replaced = diagonal + (one[i - 1] == other[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[other.length];
    }
}
