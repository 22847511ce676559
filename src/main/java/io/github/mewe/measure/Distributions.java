package io.github.mewe.measure;

import io.github.mewe.report.Measurement.Distribution;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;

/** Summarises samples by mean and quantiles. */
public final class Distributions {
    private static final int PARTS = 20;
    private static final int DIGITS = 6;

    private Distributions() {}

    /**
     * Summarises a sample.
     *
     * @param values the sample in any order
     * @return null for an empty sample
     */
    public static Distribution of(double[] values) {
        if (values.length == 0) {
            return null;
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        var quantiles = new ArrayList<Double>();
        for (int i = 0; i <= PARTS; i++) {
            quantiles.add(rounded(quantile(sorted, (double) i / PARTS)));
        }
        return new Distribution(
                values.length, rounded(Arrays.stream(sorted).average().orElseThrow()), quantiles);
    }

    /**
     * Computes a quantile by linear interpolation (type 7 of Hyndman and Fan, "Sample quantiles in statistical
     * packages", The American Statistician 50(4), 1996).
     *
     * @param sorted a non-empty sample in ascending order
     * @param share from 0 for the minimum to 1 for the maximum
     */
    public static double quantile(double[] sorted, double share) {
        double place = share * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }

    /** Computes the median of a non-empty sample in any order. */
    public static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return quantile(sorted, 0.5);
    }

    /** Rounds to the significant digits of the documents. */
    public static double rounded(double value) {
        return new BigDecimal(value).round(new MathContext(DIGITS)).doubleValue();
    }
}
