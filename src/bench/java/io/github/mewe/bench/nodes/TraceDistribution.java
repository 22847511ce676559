package io.github.mewe.bench.nodes;

import io.github.mewe.measure.TraceStatistics;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * The probabilities of traces, computed from the shares of bodies. Choices are independent, so the probability of a
 * trace is the product of the shares of the chosen bodies.
 */
final class TraceDistribution {
    /** Two runs with the same key have the same trace, however many traces are possible. */
    private static final double KEY_COLLISION = 0x1p-128;

    /** Logarithms of probabilities that differ by less differ by rounding. */
    private static final double ROUNDING = 1e-9;

    /** Later terms of a sum are negligible. */
    private static final double NEGLIGIBLE = 1e-18;

    /**
     * Traces that are equally likely.
     *
     * @param probability the probability of each
     * @param count the number of traces
     */
    private record Kind(double probability, double count) {
        Kind and(double share, double times) {
            return new Kind(probability * share, count * times);
        }

        Kind plus(Kind other) {
            return new Kind(probability, count + other.count);
        }
    }

    private final List<Kind> kinds;

    private TraceDistribution(List<Kind> kinds) {
        this.kinds = kinds;
    }

    /**
     * The distribution of the traces of runs that make these choices.
     *
     * @param choices for each choice of a run, the shares of the bodies
     */
    static TraceDistribution of(List<List<Double>> choices) {
        List<Kind> kinds = List.of(new Kind(1, 1));
        for (List<Double> shares : choices) {
            var next = new TreeMap<Long, Kind>();
            for (double share : shares) {
                for (Kind kind : kinds) {
                    Kind longer = kind.and(share, 1);
                    next.merge(Math.round(Math.log(longer.probability()) / ROUNDING), longer, Kind::plus);
                }
            }
            kinds = new ArrayList<>(next.values());
        }
        return new TraceDistribution(kinds);
    }

    /**
     * The distribution of the traces of runs that do not all make the same choices, since a body may contain an inlined
     * callee. The frequencies of traces of equal probability come from the runs. It ignores which traces occurred and
     * whether any repeated.
     *
     * @param runs for each run, the shares of the bodies that it chose
     */
    static TraceDistribution ofRuns(List<List<Double>> runs) {
        var kinds = new TreeMap<Long, Kind>();
        for (List<Double> chosen : runs) {
            double probability = chosen.stream().reduce(1.0, (product, share) -> product * share);
            // Follows from the observed frequency of all traces of this probability together.
            var kind = new Kind(probability, 1 / probability / runs.size());
            kinds.merge(Math.round(Math.log(probability) / ROUNDING), kind, Kind::plus);
        }
        return new TraceDistribution(List.copyOf(kinds.values()));
    }

    /** The logarithm to base 2 of the number of possible traces. */
    double traceBits() {
        return log2(kinds.stream().mapToDouble(Kind::count).sum());
    }

    /** Determines if all traces are equally likely. */
    boolean isEven() {
        return kinds.size() == 1;
    }

    /** The probability that two runs have the same trace if keys never repeat. */
    double collisionProbability() {
        return kinds.stream()
                .mapToDouble(kind -> kind.count() * kind.probability() * kind.probability())
                .sum();
    }

    /** The probability that two runs have the same trace, with the same key or with different ones. */
    double keyedCollisionProbability() {
        return Math.min(1, KEY_COLLISION + collisionProbability());
    }

    /** The probability of the likeliest trace, which is that of a correct guess. */
    double mostLikely() {
        return Math.max(
                KEY_COLLISION,
                kinds.stream().mapToDouble(Kind::probability).max().orElseThrow());
    }

    /**
     * The mean number of different traces in a number of runs: a trace counts unless no run has it.
     *
     * @param runs the number of runs
     */
    double expectedDistinct(double runs) {
        return kinds.stream()
                .mapToDouble(kind -> kind.count() * -Math.expm1(runs * Math.log1p(-kind.probability())))
                .sum();
    }

    /**
     * The mean E of a number of runs: {@link TraceStatistics#expected} for traces of unequal probabilities.
     *
     * @param runs the number of runs
     */
    double expectedEntropy(int runs) {
        if (isEven()) {
            return TraceStatistics.expected(runs, traceBits());
        }
        if (runs == 1) {
            return 0;
        }
        double repeated = kinds.stream()
                .mapToDouble(kind -> kind.count() * repeated(runs, kind.probability()))
                .sum();
        return 1 - repeated / runs / log2(runs);
    }

    /** The mean of k log k, where k of the runs have a trace. */
    private static double repeated(int runs, double probability) {
        double logarithm = runs * Math.log1p(-probability);
        double sum = 0;
        for (int k = 1; k <= runs; k++) {
            logarithm += Math.log((double) (runs - k + 1) / k) + Math.log(probability) - Math.log1p(-probability);
            double term = Math.exp(logarithm) * k * log2(k);
            sum += term;
            if (k > runs * probability + 1 && term <= NEGLIGIBLE * sum) {
                break;
            }
        }
        return sum;
    }

    /**
     * The standard deviation of the number of pairs of runs with the same trace. Pairs that have a run in common depend
     * on each other unless all traces are equally likely.
     *
     * @param runs the number of runs
     */
    double pairsDeviation(double runs) {
        double pairs = collisionProbability();
        double triples = kinds.stream()
                .mapToDouble(kind -> kind.count() * Math.pow(kind.probability(), 3))
                .sum();
        double variance = runs * (runs - 1) / 2 * pairs * (1 - pairs)
                + runs * (runs - 1) * (runs - 2) * Math.max(0, triples - pairs * pairs);
        return Math.sqrt(variance);
    }

    private static double log2(double value) {
        return Math.log(value) / Math.log(2);
    }
}
