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

    /**
     * How many bodies direct calls are bound to.
     *
     * @param slowDowns the estimated running times of all bodies over the original's
     */
    public int among(List<Double> slowDowns) {
        long fast = slowDowns.stream().filter(body -> body <= slowDown).count();
        return (int) Math.max(1, Math.min(count, fast));
    }
}
