package io.github.mewe.link;

import java.util.Arrays;

/**
 * Pearson's chi-square test. It would reject a true random generator for one key in a million. With a fixed key the
 * outcome is always the same.
 *
 * @param statistic the sum of the squared deviations, divided by the expected counts
 * @param critical the value that a true generator's statistic exceeds with a probability of about 10^-6
 */
record ChiSquare(double statistic, double critical) {
    /** The quantile of the normal distribution for 10^-6. */
    private static final double NORMAL_QUANTILE = 4.7534;

    /**
     * Tests counts against shares.
     *
     * @param counts the number of occurrences of each outcome
     * @param shares the expected share of each outcome, with a sum of 1
     */
    static ChiSquare of(long[] counts, double[] shares) {
        double total = Arrays.stream(counts).sum();
        double statistic = 0;
        for (int i = 0; i < counts.length; i++) {
            double expected = shares[i] * total;
            statistic += (counts[i] - expected) * (counts[i] - expected) / expected;
        }
        return new ChiSquare(statistic, critical(counts.length - 1));
    }

    /** Tests counts against equal shares. */
    static ChiSquare uniform(long[] counts) {
        var shares = new double[counts.length];
        Arrays.fill(shares, 1.0 / counts.length);
        return of(counts, shares);
    }

    /**
     * Tests the independence of rows and columns of any shares.
     *
     * @param counts the number of occurrences of each pair; each row and each column must have some
     */
    static ChiSquare independence(long[][] counts) {
        int columns = counts[0].length;
        var columnSums = new double[columns];
        double total = 0;
        for (long[] row : counts) {
            for (int j = 0; j < columns; j++) {
                columnSums[j] += row[j];
                total += row[j];
            }
        }
        double statistic = 0;
        for (long[] row : counts) {
            double rowSum = Arrays.stream(row).sum();
            for (int j = 0; j < columns; j++) {
                double expected = rowSum * columnSums[j] / total;
                statistic += (row[j] - expected) * (row[j] - expected) / expected;
            }
        }
        return new ChiSquare(statistic, critical((counts.length - 1) * (columns - 1)));
    }

    /** The approximation of Wilson and Hilferty (1931). */
    private static double critical(int degrees) {
        double part = 2.0 / (9 * degrees);
        return degrees * Math.pow(1 - part + NORMAL_QUANTILE * Math.sqrt(part), 3);
    }

    boolean rejects() {
        return statistic > critical;
    }
}
