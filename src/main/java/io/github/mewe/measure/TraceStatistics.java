package io.github.mewe.measure;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Statistics of the traces of several runs. R and E are the metrics of MEWE for the diversity of execution traces
 * (Cabrera-Arteaga, Laperdrix, Monperrus and Baudry, "Multi-Variant Execution at the Edge", 2022).
 */
public final class TraceStatistics {
    /** With this many bits or more, the probability of a repeated trace is negligible. */
    private static final double BOUNDLESS_BITS = 52;

    private final long runs;
    private final Collection<Long> counts;

    private TraceStatistics(Collection<Long> counts) {
        this.counts = counts;
        this.runs = counts.stream().mapToLong(Long::longValue).sum();
    }

    /**
     * Computes the statistics.
     *
     * @param traces the trace of each run, in any form whose equality is that of the traces
     */
    public static TraceStatistics of(List<?> traces) {
        if (traces.isEmpty()) {
            throw new IllegalArgumentException("no runs");
        }
        Map<Object, Long> counts = traces.stream()
                .collect(Collectors.groupingBy(Function.identity(), LinkedHashMap::new, Collectors.counting()));
        return new TraceStatistics(List.copyOf(counts.values()));
    }

    /** The number of distinct traces. */
    public int distinct() {
        return counts.size();
    }

    /** R: the number of distinct traces divided by the number of runs. */
    public double uniqueRatio() {
        return (double) counts.size() / runs;
    }

    /**
     * E: the Shannon entropy of the observed traces divided by the logarithm of the number of runs; 0 for a single run.
     *
     * @return from 0 if all traces are equal to 1 if all differ
     */
    public double entropy() {
        double bits = counts.stream().mapToDouble(this::bits).sum();
        return runs == 1 ? 0 : bits / log2(runs);
    }

    private double bits(long count) {
        double share = (double) count / runs;
        return share == 1 ? 0 : -share * log2(share);
    }

    /**
     * The maximum of E for a number of runs and possible traces: each possible trace occurs equally often.
     *
     * @param traceBits the binary logarithm of the number of possible traces
     */
    public static double ceiling(int runs, double traceBits) {
        return runs == 1 ? 0 : Math.min(1, traceBits / log2(runs));
    }

    /**
     * The expected E if all possible traces are equally likely. No other distribution over the same traces has a higher
     * one. Sums the expected contribution of a binomial number of occurrences over all traces.
     *
     * @param traceBits the binary logarithm of the number of possible traces
     */
    public static double expected(int runs, double traceBits) {
        if (runs == 1) {
            return 0;
        }
        if (traceBits >= BOUNDLESS_BITS) {
            return 1;
        }
        double share = StrictMath.pow(2, -traceBits);
        if (share > 1 - 1e-12) {
            return 0;
        }
        // Computes with logarithms, because the probabilities span hundreds of orders of magnitude.
        double logarithm = runs * StrictMath.log1p(-share);
        double repeated = 0;
        for (int count = 1; count <= runs; count++) {
            logarithm += StrictMath.log((double) (runs - count + 1) / count)
                    + StrictMath.log(share)
                    - StrictMath.log1p(-share);
            repeated += StrictMath.exp(logarithm) * count * log2(count);
        }
        return 1 - repeated / share / runs / log2(runs);
    }

    /**
     * The unbiased estimate of the probability that two runs have the same trace: the share of equal pairs.
     *
     * @return empty if no trace occurred twice
     */
    public OptionalDouble collisionProbability() {
        double equalPairs = counts.stream().mapToDouble(c -> c * (c - 1.0)).sum();
        return equalPairs == 0 ? OptionalDouble.empty() : OptionalDouble.of(equalPairs / (runs * (runs - 1.0)));
    }

    /**
     * The expected number of runs until a trace repeats, as in the birthday paradox: <i>&radic;(&pi;/2&lambda;) +
     * 2/3</i>, where <i>&lambda;</i> is the probability that two runs have the same trace (Flajolet, Gardy and
     * Thimonier, "Birthday paradox, coupon collectors, caching algorithms and self-organizing search", Discrete Applied
     * Mathematics 39, 1992). An estimate if traces are not equally likely.
     *
     * @param collisionProbability <i>&lambda;</i>, more than 0
     */
    public static double runsUntilRepeat(double collisionProbability) {
        return Math.sqrt(Math.PI / (2 * collisionProbability)) + 2.0 / 3;
    }

    private static double log2(double value) {
        return StrictMath.log(value) / StrictMath.log(2);
    }
}
