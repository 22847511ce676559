package io.github.mewe.measure;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * How different the traces of several runs are. R and E are those of MEWE (Cabrera-Arteaga, Laperdrix, Monperrus and
 * Baudry, "Multi-Variant Execution at the Edge", 2022), where they answer its question on the diversity of execution
 * traces.
 */
public final class TraceStatistics {
    /** From that many possible traces on, a repetition among any number of runs that can be made is a miracle. */
    private static final double BOUNDLESS_BITS = 52;

    private final long runs;
    private final Collection<Long> counts;

    private TraceStatistics(Collection<Long> counts) {
        this.counts = counts;
        this.runs = counts.stream().mapToLong(Long::longValue).sum();
    }

    /**
     * The statistics of traces.
     *
     * @param traces a trace of each run: anything that equals another exactly if the traces are the same
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

    /** R: the number of distinct traces over the number of runs. */
    public double uniqueRatio() {
        return (double) counts.size() / runs;
    }

    /**
     * E: Shannon's entropy of the observed traces over the logarithm of the number of runs; 0 for a single run.
     *
     * @return from 0, if all traces are the same, to 1, if all are different
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
     * The highest E that so many runs can have where there are so many possible traces: that of runs which have as many
     * different ones as there are, each equally often.
     *
     * @param runs the number of runs
     * @param traceBits the logarithm to base 2 of the number of possible traces
     */
    public static double ceiling(int runs, double traceBits) {
        return runs == 1 ? 0 : Math.min(1, traceBits / log2(runs));
    }

    /**
     * The E that so many runs have on average where all possible traces are equally likely. No other distribution over
     * as many traces has a higher one. It is the sum over all traces of the expected share of a binomial number of
     * occurrences.
     *
     * @param runs the number of runs
     * @param traceBits the logarithm to base 2 of the number of possible traces
     */
    public static double expected(int runs, double traceBits) {
        if (runs == 1) {
            return 0;
        }
        if (traceBits >= BOUNDLESS_BITS) {
            return 1;
        }
        double share = Math.pow(2, -traceBits);
        if (share > 1 - 1e-12) {
            return 0;
        }
        // Of the occurrences of one trace, as logarithms: they span hundreds of orders of magnitude.
        double logarithm = runs * Math.log1p(-share);
        double repeated = 0;
        for (int count = 1; count <= runs; count++) {
            logarithm += Math.log((double) (runs - count + 1) / count) + Math.log(share) - Math.log1p(-share);
            repeated += Math.exp(logarithm) * count * log2(count);
        }
        return 1 - repeated / share / runs / log2(runs);
    }

    /**
     * The probability that two runs have the same trace, estimated without bias by the share of equal pairs among the
     * runs.
     *
     * @return empty if no trace was seen twice, so that it is too small to be seen
     */
    public OptionalDouble collisionProbability() {
        double equalPairs = counts.stream().mapToDouble(c -> c * (c - 1.0)).sum();
        return equalPairs == 0 ? OptionalDouble.empty() : OptionalDouble.of(equalPairs / (runs * (runs - 1.0)));
    }

    /**
     * How many runs an observer has to watch, on average, until a trace comes up that he has seen before: as many as
     * people have to come together until two share a birthday, <i>&radic;(&pi;/2&lambda;) + 2/3</i> where two runs have
     * the same trace with probability <i>&lambda;</i> (Flajolet, Gardy and Thimonier, "Birthday paradox, coupon
     * collectors, caching algorithms and self-organizing search", Discrete Applied Mathematics 39, 1992). Where traces
     * are not equally likely it is an estimate.
     *
     * @param collisionProbability <i>&lambda;</i>, more than 0
     */
    public static double runsUntilRepeat(double collisionProbability) {
        return Math.sqrt(Math.PI / (2 * collisionProbability)) + 2.0 / 3;
    }

    private static double log2(double value) {
        return Math.log(value) / Math.log(2);
    }
}
