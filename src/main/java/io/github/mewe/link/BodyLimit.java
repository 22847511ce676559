package io.github.mewe.link;

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
     * The number of bodies that direct calls are bound to.
     *
     * @param slowDowns the estimated run times of all bodies, divided by the original's
     */
    public int among(List<Double> slowDowns) {
        long fast = slowDowns.stream().filter(this::allows).count();
        return (int) Math.max(1, Math.min(count, fast));
    }
}
