package io.github.mewe.measure;

import io.github.mewe.common.SequenceHash;
import java.util.Arrays;
import java.util.List;

/**
 * Which short sequences of instructions all bodies of a function have: whoever finds his gadgets in one body can count
 * on those in all others. Sequences are compared by hashes of 64 bits.
 */
public final class CommonSequences {
    /** The shortest sequences that are looked at. */
    public static final int SHORTEST = 3;

    /** The longest. */
    public static final int LONGEST = 8;

    private CommonSequences() {}

    /**
     * Sequences of a body.
     *
     * @param count how many the original has
     * @param common how many of them all bodies have, anywhere
     */
    public record Share(long count, long common) {
        /** No sequences. */
        static final Share NONE = new Share(0, 0);

        /** The sum. */
        Share plus(Share other) {
            return new Share(count + other.count, common + other.common);
        }

        /** The share that is common; 0 if there is nothing to share. */
        public double value() {
            return count == 0 ? 0 : (double) common / count;
        }
    }

    /**
     * Counts the sequences of an original.
     *
     * @param original its instructions
     * @param bodies the bodies that calls choose from; the original may be one of them
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

    /** The hashes of all sequences of a length, in their order. */
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
