package io.github.mewe.link;

import io.github.mewe.variant.FunctionVariants;
import io.github.mewe.variant.FunctionVariants.Sized;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * What the bodies that calls of a function choose from cost beyond the original.
 *
 * @param excess for each body, the cheapest first, what it adds to the function's running time, as a share of it
 */
record BodyCosts(List<Double> excess) {
    /**
     * What an added instruction really costs over what it is estimated at: it lengthens chains of dependent
     * instructions, and takes registers. Measured by {@code src/bench/overhead/run.sh}.
     */
    private static final double REAL_OVER_ESTIMATED = 4;

    /**
     * What is added to a function's running time where many bodies of it run by turns: they compete for the processor's
     * caches and branch predictors. Measured likewise.
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
     * As many bodies as may run by turns for what they add to stay within a limit, the cheapest first. If that is but
     * one, it may be any that by itself stays within the limit.
     *
     * @param limit what may be added, as a share of the function's running time
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

    /** What bodies add on average where they run by turns. */
    double mixed(BodyLimit limit) {
        return alone(limit) + mixing(Math.min(limit.count(), countUpTo(limit)));
    }

    /** What bodies add on average where one of them is kept to. */
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
