package io.github.mewe.link;

import java.util.List;

/**
 * Which bodies of a function direct calls are bound to.
 *
 * @param count how many of them at most
 * @param slowDown the estimated running time of the slowest of them over the original's, at most
 */
public record BodyLimit(int count, double slowDown) {
    /** All bodies. */
    public static final BodyLimit NONE = new BodyLimit(Integer.MAX_VALUE, Double.POSITIVE_INFINITY);

    /** Rounding of what limits are computed from. */
    private static final double ROUNDING = 1e-9;

    /**
     * Whether a body is fast enough.
     *
     * @param bodySlowDown its estimated running time over the original's
     */
    boolean allows(double bodySlowDown) {
        return bodySlowDown <= slowDown + ROUNDING;
    }

    /**
     * How many bodies direct calls are bound to.
     *
     * @param slowDowns the estimated running times of all bodies over the original's
     */
    public int among(List<Double> slowDowns) {
        long fast = slowDowns.stream().filter(this::allows).count();
        return (int) Math.max(1, Math.min(count, fast));
    }
}
