package io.github.mewe.link;

/**
 * Which bodies of a function direct calls are bound to.
 *
 * @param count how many of them at most
 * @param slowDown the estimated running time of the slowest of them over the original's, at most
 */
public record BodyLimit(int count, double slowDown) {
    /** All bodies. */
    public static final BodyLimit NONE = new BodyLimit(Integer.MAX_VALUE, Double.POSITIVE_INFINITY);
}
