package io.github.mewe.profile;

/**
 * The exports of an instrumented module: mutable i64 globals, whose names carry the index that a function has in the
 * module that was instrumented, imported functions counted.
 */
public final class ProfileCounters {
    /** What all their names start with. */
    public static final String PREFIX = "mewe_";

    /** Counts how often a function's body is entered. */
    public static final String CALLS = "mewe_calls_";

    /**
     * Counts how often a function is entered otherwise than by a {@code call} instruction; functions that can not have
     * none.
     */
    public static final String INDIRECT = "mewe_indirect_";

    /** Adds up what a function's own code costs, in {@linkplain #UNITS parts} of an addition. */
    public static final String COST = "mewe_cost_";

    /** A constant, whose name ends with the SHA-256 of the module that was instrumented. */
    public static final String MODULE = "mewe_module_";

    /** What an addition counts in {@link #COST}. */
    public static final int UNITS = 16;

    private ProfileCounters() {}

    /** A cost in additions as it is counted. */
    public static long units(double cost) {
        return Math.round(cost * UNITS);
    }
}
