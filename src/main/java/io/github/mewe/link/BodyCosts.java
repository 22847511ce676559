package io.github.mewe.link;

import io.github.mewe.variant.FunctionVariants;
import io.github.mewe.variant.FunctionVariants.Sized;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * The costs of a function's bodies beyond the original's.
 *
 * @param excess for each body, cheapest first, its added run time as a share of the original's
 */
record BodyCosts(List<Double> excess) {
    /**
     * The real cost of an added instruction, divided by its estimate: it lengthens chains of dependent instructions,
     * and takes registers. Measured by {@code src/bench/overhead/run.sh}.
     */
    private static final double REAL_OVER_ESTIMATED = 4;

    /**
     * The run time added when many bodies of a function alternate: they compete for the processor's caches and branch
     * predictors. Measured by the same script.
     */
    private static final double MIXING = 0.35;

    /**
     * The costs of a function's bodies.
     *
     * @param function the function, with a variant at least
     * @param withOriginal whether the original, which costs nothing more, is one of them
     */
    static BodyCosts of(FunctionVariants function, boolean withOriginal) {
        return new BodyCosts(DoubleStream.concat(
                        withOriginal ? DoubleStream.of(0) : DoubleStream.empty(),
                        function.variants().stream()
                                .mapToDouble(Sized::slowDown)
                                .map(slowDown -> REAL_OVER_ESTIMATED * Math.max(0, slowDown - 1)))
                .sorted()
                .boxed()
                .toList());
    }

    /** All bodies. */
    BodyLimit all() {
        return new BodyLimit(excess.size(), Double.POSITIVE_INFINITY);
    }

    /**
     * The cheapest bodies whose average added run time, when they alternate, stays within a limit. If that is only one,
     * any body that alone stays within the limit is allowed.
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
        return alone(limit) + mixing(Math.min(limit.count(), countUpTo(limit)));
    }

    /** The average added run time when a caller always uses one body. */
    double alone(BodyLimit limit) {
        return mean(countUpTo(limit));
    }

    private int countUpTo(BodyLimit limit) {
        long fast = excess.stream()
                .filter(body -> limit.allows(1 + body / REAL_OVER_ESTIMATED))
                .count();
        return (int) Math.max(1, fast);
    }

    private static double mixing(int count) {
        return MIXING * (1 - 1.0 / count);
    }

    private double mean(int count) {
        return excess.stream().limit(count).mapToDouble(Double::doubleValue).sum() / count;
    }
}
