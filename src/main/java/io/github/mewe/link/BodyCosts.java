package io.github.mewe.link;

import io.github.mewe.variant.FunctionVariants;
import io.github.mewe.variant.FunctionVariants.Sized;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * What the bodies of a function cost beyond the original, which costs nothing more and is one of them.
 *
 * @param excess for each body, the cheapest first, what it adds to the function's running time, as a share of it
 */
record BodyCosts(List<Double> excess) {
    /**
     * What an added instruction really costs over what it is estimated at: it lengthens chains of dependent
     * instructions, and takes registers. Measured by {@code src/it/overhead/run.sh}.
     */
    private static final double REAL_OVER_ESTIMATED = 4;

    static BodyCosts of(FunctionVariants function) {
        return new BodyCosts(DoubleStream.concat(
                        DoubleStream.of(0),
                        function.variants().stream()
                                .mapToDouble(Sized::slowDown)
                                .map(slowDown -> REAL_OVER_ESTIMATED * Math.max(0, slowDown - 1)))
                .sorted()
                .boxed()
                .toList());
    }

    /** What all bodies add on average. */
    double mean() {
        return mean(excess.size());
    }

    /**
     * What the faster bodies add on average.
     *
     * @param slowDown the estimated running time of the slowest of them over the original's
     */
    double meanUpTo(double slowDown) {
        double most = REAL_OVER_ESTIMATED * (slowDown - 1);
        return mean((int) excess.stream().filter(body -> body <= most).count());
    }

    /**
     * The estimated running time, over the original's, of the slowest body, if as many are called as may be for what
     * they add on average to stay within a limit.
     */
    double slowDownWithin(double limit) {
        int count = countWithin(limit);
        return count == excess.size() ? Double.POSITIVE_INFINITY : 1 + excess.get(count - 1) / REAL_OVER_ESTIMATED;
    }

    private int countWithin(double limit) {
        int count = 1;
        while (count < excess.size() && mean(count + 1) <= limit) {
            count++;
        }
        return count;
    }

    private double mean(int count) {
        return excess.stream().limit(count).mapToDouble(Double::doubleValue).sum() / count;
    }
}
