package io.github.mewe.measure;

import java.util.Arrays;

/**
 * The edit distance between instruction sequences (Levenshtein, 1966), computed exactly for 64 rows of the table at a
 * time (Myers, "A fast bit-vector algorithm for approximate string matching based on dynamic programming", Journal of
 * the ACM 46(3), 1999; longer sequences in blocks, section 4.2 there). Not thread-safe.
 */
public final class AlignmentDistance {
    private static final int WORD = 64;

    /** The rows of the current block in which each instruction occurs, as bits; all zero between blocks. */
    private long[] rows = new long[0];

    /**
     * Estimates the work to compute a distance.
     *
     * @param one the length of one sequence
     * @param other the length of the other
     */
    static long steps(int one, int other) {
        return (Math.min(one, other) / WORD + 1L) * Math.max(one, other);
    }

    /**
     * Computes the distance divided by the length of the longer sequence.
     *
     * @return from 0 for equal sequences to 1 for sequences with nothing in common
     */
    public double normalised(int[] one, int[] other) {
        int longer = Math.max(one.length, other.length);
        return longer == 0 ? 0 : (double) of(one, other) / longer;
    }

    /** Computes the number of insertions, deletions and replacements. */
    public int of(int[] one, int[] other) {
        int shorter = Math.min(one.length, other.length);
        int start = 0;
        while (start < shorter && one[start] == other[start]) {
            start++;
        }
        int end = 0;
        while (end < shorter - start && one[one.length - 1 - end] == other[other.length - 1 - end]) {
            end++;
        }
        int[] left = Arrays.copyOfRange(one, start, one.length - end);
        int[] right = Arrays.copyOfRange(other, start, other.length - end);
        return left.length <= right.length ? distance(left, right) : distance(right, left);
    }

    private int distance(int[] pattern, int[] text) {
        if (pattern.length == 0) {
            return text.length;
        }
        int most = Math.max(
                Arrays.stream(pattern).max().getAsInt(),
                Arrays.stream(text).max().getAsInt());
        if (most >= rows.length) {
            rows = new long[most + most / 2 + 1];
        }
        // The differences between neighbouring columns in the last row so far.
        var steps = new byte[text.length];
        Arrays.fill(steps, (byte) 1);
        for (int from = 0; from < pattern.length; from += WORD) {
            int to = Math.min(pattern.length, from + WORD);
            for (int i = from; i < to; i++) {
                rows[pattern[i]] |= 1L << i - from;
            }
            block(text, steps, to - from);
            for (int i = from; i < to; i++) {
                rows[pattern[i]] = 0;
            }
        }
        int distance = pattern.length;
        for (byte step : steps) {
            distance += step;
        }
        return distance;
    }

    private void block(int[] text, byte[] steps, int height) {
        long last = 1L << height - 1;
        long up = -1;
        long down = 0;
        for (int i = 0; i < text.length; i++) {
            int in = steps[i];
            long equal = rows[text[i]];
            long vertical = equal | down;
            if (in < 0) {
                equal |= 1;
            }
            long horizontal = (equal & up) + up ^ up | equal;
            long rising = down | ~(horizontal | up);
            long falling = up & horizontal;
            steps[i] = (byte) ((rising & last) != 0 ? 1 : (falling & last) != 0 ? -1 : 0);
            rising <<= 1;
            falling <<= 1;
            if (in < 0) {
                falling |= 1;
            } else if (in > 0) {
                rising |= 1;
            }
            up = falling | ~(vertical | rising);
            down = rising & vertical;
        }
    }
}
