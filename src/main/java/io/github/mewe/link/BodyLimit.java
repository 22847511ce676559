package io.github.mewe.link;

import java.util.ArrayList;
import java.util.List;

/**
 * The bodies of a function that direct calls may be bound to.
 *
 * @param count the maximum number of bodies
 * @param slowDown the maximum estimated run time of a body, divided by the original's
 */
public record BodyLimit(int count, double slowDown) {
    /** All bodies. */
    public static final BodyLimit NONE = new BodyLimit(Integer.MAX_VALUE, Double.POSITIVE_INFINITY);

    /**
     * The maximum that bodies over the limit add to the run time together, as a share of what one body within the limit
     * may add. In {@code src/bench/overhead/run.sh}, slow bodies with a fixed weight cost more than the rest of the
     * plan.
     */
    private static final double SLOWER_SHARE = 0.25;

    /** The minimum weight, so that every body can run. */
    private static final double MIN_WEIGHT = 1.0 / 1024;

    /** The tolerance for rounding errors in limits. */
    private static final double ROUNDING = 1e-9;

    /**
     * Returns true if a body is fast enough.
     *
     * @param bodySlowDown its estimated run time, divided by the original's
     */
    boolean allows(double bodySlowDown) {
        return bodySlowDown <= slowDown + ROUNDING;
    }

    /**
     * How often a dispatcher that chooses again and again chooses each body, relative to the bodies within the limit.
     *
     * @param slowDowns the estimated run times of bodies, divided by the original's
     */
    List<Double> weights(List<Double> slowDowns) {
        int slower = 0;
        for (double body : slowDowns) {
            slower += allows(body) ? 0 : 1;
        }
        var weights = new ArrayList<Double>(slowDowns.size());
        for (double body : slowDowns) {
            weights.add(allows(body) ? 1.0 : Math.max(MIN_WEIGHT, SLOWER_SHARE * (slowDown - 1) / (body - 1) / slower));
        }
        return weights;
    }

    /**
     * The number of bodies that direct calls are bound to.
     *
     * @param slowDowns the estimated run times of all bodies, divided by the original's
     */
    public int among(List<Double> slowDowns) {
        long fast = slowDowns.stream().filter(this::allows).count();
        return (int) Math.max(1, Math.min(count, fast));
    }
}
