package io.github.mewe.link;

import io.github.mewe.variant.FunctionVariants;
import io.github.mewe.variant.FunctionVariants.Sized;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * The costs of a function's bodies in excess of the original's.
 *
 * @param excess the added run time of each body, as a share of the original's; cheapest first
 * @param means the average added run time of the first body, the first two, and so on
 */
record BodyCosts(List<Double> excess, List<Double> means) {
    /**
     * The measured cost of an added instruction, divided by its estimate. An added instruction lengthens chains of
     * dependent instructions and occupies registers. {@code src/bench/overhead/run.sh} measures it.
     */
    private static final double REAL_OVER_ESTIMATED = 8;

    /**
     * The added run time when many bodies of a function alternate, since they compete for the processor's caches and
     * branch predictors. The same script measures it.
     */
    private static final double MIXING = 0.35;

    /**
     * The costs of a function's bodies.
     *
     * @param function a function with at least one variant
     * @param withOriginal true if the original, which adds no cost, is one of the bodies
     */
    static BodyCosts of(FunctionVariants function, boolean withOriginal) {
        List<Double> excess = DoubleStream.concat(
                        withOriginal ? DoubleStream.of(0) : DoubleStream.empty(),
                        function.variants().stream()
                                .mapToDouble(Sized::slowDown)
                                .map(slowDown -> REAL_OVER_ESTIMATED * Math.max(0, slowDown - 1)))
                .sorted()
                .boxed()
                .toList();
        // A plan compares the costs of many modes, so they must not sum again.
        List<Double> means = IntStream.rangeClosed(1, excess.size())
                .mapToObj(count -> excess.stream()
                                .limit(count)
                                .mapToDouble(Double::doubleValue)
                                .sum()
                        / count)
                .toList();
        return new BodyCosts(excess, means);
    }

    /** All bodies. */
    BodyLimit all() {
        return new BodyLimit(excess.size(), Double.POSITIVE_INFINITY);
    }

    /**
     * The cheapest bodies whose average added run time, when they alternate, stays within a limit. If only one
     * qualifies, all bodies that stay within the limit on their own are allowed.
     *
     * @param limit the added run time, as a share of the original's
     */
    BodyLimit within(double limit) {
        int count = 1;
        while (count < excess.size() && mean(count + 1) + mixing(count + 1) <= limit) {
            count++;
        }
        if (count == excess.size()) {
            return all();
        }
        double slowest = count == 1 ? Math.max(limit, excess.get(0)) : excess.get(count - 1);
        return new BodyLimit(count, 1 + slowest / REAL_OVER_ESTIMATED);
    }

    /** The average added run time when bodies alternate. */
    double mixed(BodyLimit limit) {
        return alone(limit) + mixing(limit);
    }

    /** The run time that alternation adds. */
    double mixing(BodyLimit limit) {
        return mixing(Math.min(limit.count(), countUpTo(limit)));
    }

    /** The average added run time of the bodies that a dispatcher chooses again and again, each for many calls. */
    double drawn(BodyLimit limit) {
        var slowDowns = new ArrayList<Double>(excess.size());
        for (double body : excess) {
            slowDowns.add(1 + body / REAL_OVER_ESTIMATED);
        }
        List<Double> weights = limit.weights(slowDowns);
        double sum = 0;
        double total = 0;
        for (int i = 0; i < weights.size(); i++) {
            sum += weights.get(i) * excess.get(i);
            total += weights.get(i);
        }
        return sum / total;
    }

    /** The average added run time when a caller always uses one body. */
    double alone(BodyLimit limit) {
        return mean(countUpTo(limit));
    }

    private int countUpTo(BodyLimit limit) {
        int fast = 0;
        for (double body : excess) {
            fast += limit.allows(1 + body / REAL_OVER_ESTIMATED) ? 1 : 0;
        }
        return Math.max(1, fast);
    }

    private static double mixing(int count) {
        return MIXING * (1 - 1.0 / count);
    }

    private double mean(int count) {
        return means.get(count - 1);
    }
}
