package io.github.mewe.measure;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.commons.statistics.inference.AlternativeHypothesis;
import org.apache.commons.statistics.inference.ContinuityCorrection;
import org.apache.commons.statistics.inference.MannWhitneyUTest;
import org.apache.commons.statistics.inference.PValueMethod;

/**
 * The comparison of two samples of times.
 *
 * @param ratio the ratio of the medians
 * @param low the lower end of the ratio's 95 % confidence interval
 * @param high the upper end of the interval
 * @param u the statistic U of Mann and Whitney: the number of pairs with the longer time in the second sample; ties
 *     count half
 * @param pValue the probability of a U at least as far from its mean if both samples come from one distribution
 *     (two-sided, normal approximation, corrected for ties and continuity)
 */
public record TimeComparison(double ratio, double low, double high, double u, double pValue) {
    private static final int RESAMPLES = 2000;
    private static final double TAIL = 0.025;

    /** A fixed seed makes equal samples give equal intervals. */
    private static final long SEED = 0x6d657765;

    /**
     * Compares two samples. The confidence interval is the percentile bootstrap's (Efron and Tibshirani, "An
     * Introduction to the Bootstrap", 1993, section 13.3), the test that of Mann and Whitney (1947).
     *
     * @param before positive times
     * @param after the times to compare with them
     */
    public static TimeComparison of(double[] before, double[] after) {
        var random = new SplittableRandom(SEED);
        var ratios = new double[RESAMPLES];
        for (int i = 0; i < RESAMPLES; i++) {
            ratios[i] =
                    Distributions.median(resampled(after, random)) / Distributions.median(resampled(before, random));
        }
        Arrays.sort(ratios);
        var test = MannWhitneyUTest.withDefaults()
                .with(AlternativeHypothesis.TWO_SIDED)
                .with(ContinuityCorrection.ENABLED)
                .with(PValueMethod.ASYMPTOTIC)
                .test(after, before);
        return new TimeComparison(
                Distributions.median(after) / Distributions.median(before),
                Distributions.quantile(ratios, TAIL),
                Distributions.quantile(ratios, 1 - TAIL),
                test.getStatistic(),
                test.getPValue());
    }

    private static double[] resampled(double[] sample, SplittableRandom random) {
        var drawn = new double[sample.length];
        for (int i = 0; i < drawn.length; i++) {
            drawn[i] = sample[random.nextInt(sample.length)];
        }
        return drawn;
    }
}
