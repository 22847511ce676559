package io.github.mewe.measure;

import io.github.mewe.common.SequenceHash;
import java.util.Arrays;
import java.util.List;

/**
 * Counts the short instruction sequences that all bodies of a function contain. Gadgets in these sequences are
 * available to an attacker whichever body runs. Compares 64-bit hashes of the sequences.
 */
public final class CommonSequences {
    /** The minimum length of sequences. */
    public static final int SHORTEST = 3;

    /** The maximum length of sequences. */
    public static final int LONGEST = 8;

    private CommonSequences() {}

    /**
     * Numbers of sequences.
     *
     * @param count the sequences of the original
     * @param common the sequences of the original that all bodies contain anywhere
     */
    public record Share(long count, long common) {
        /** The sum. */
        Share plus(Share other) {
            return new Share(count + other.count, common + other.common);
        }

        /** The common share; 0 without sequences. */
        public double value() {
            return count == 0 ? 0 : (double) common / count;
        }
    }

    /**
     * Counts the sequences of an original.
     *
     * @param original the instructions of the original
     * @param bodies the bodies to choose from, possibly including the original
     * @param length the length of sequences
     */
    public static Share of(int[] original, List<int[]> bodies, int length) {
        long[] wanted = sequences(original, length);
        var common = new boolean[wanted.length];
        Arrays.fill(common, true);
        for (int[] body : bodies) {
            if (body != original) {
                long[] there = sequences(body, length);
                Arrays.sort(there);
                for (int i = 0; i < wanted.length; i++) {
                    common[i] &= Arrays.binarySearch(there, wanted[i]) >= 0;
                }
            }
        }
        int count = 0;
        for (boolean is : common) {
            count += is ? 1 : 0;
        }
        return new Share(wanted.length, count);
    }

    /** Hashes all sequences of a length, in order. */
    private static long[] sequences(int[] body, int length) {
        var hashes = new long[Math.max(0, body.length - length + 1)];
        for (int i = 0; i < hashes.length; i++) {
            long hash = length;
            for (int j = i; j < i + length; j++) {
                hash = SequenceHash.extend(hash, body[j]);
            }
            hashes[i] = hash;
        }
        return hashes;
    }
}
