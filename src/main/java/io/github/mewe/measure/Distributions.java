package io.github.mewe.measure;

import io.github.mewe.report.Measurement.Distribution;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;

/** Describes samples by their means and quantiles. */
public final class Distributions {
    private static final int PARTS = 20;
    private static final int DIGITS = 6;

    private Distributions() {}

    /**
     * Describes a sample.
     *
     * @param values the sample, in any order
     * @return null if it is empty
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
     * A quantile, between two values by their distance from it (type 7 of Hyndman and Fan, "Sample quantiles in
     * statistical packages", The American Statistician 50(4), 1996).
     *
     * @param sorted a sample that is not empty, in ascending order
     * @param share from 0 for the minimum to 1 for the maximum
     */
    public static double quantile(double[] sorted, double share) {
        double place = share * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }

    /** The median of a sample in any order, which is not empty. */
    public static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return quantile(sorted, 0.5);
    }

    /** A figure with as many digits as mean something. */
    public static double rounded(double value) {
        return new BigDecimal(value).round(new MathContext(DIGITS)).doubleValue();
    }
}
