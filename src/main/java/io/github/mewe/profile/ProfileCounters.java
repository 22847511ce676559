package io.github.mewe.profile;

/**
 * The exports of an instrumented module: mutable i64 globals. A name ends with the function's index in the module
 * before instrumentation; imported functions count.
 */
public final class ProfileCounters {
    /** The prefix of all names. */
    public static final String PREFIX = "mewe_";

    /** Counts the entries of a function's body. */
    public static final String CALLS = "mewe_calls_";

    /**
     * Counts the entries of a function other than by a {@code call} instruction. Functions that only {@code call}
     * instructions can enter lack this counter.
     */
    public static final String INDIRECT = "mewe_indirect_";

    /** Sums the cost of a function's own code; an addition counts {@link #UNITS}. */
    public static final String COST = "mewe_cost_";

    /** A constant whose name ends with the SHA-256 of the module before instrumentation. */
    public static final String MODULE = "mewe_module_";

    /** The count of one addition in {@link #COST}. */
    public static final int UNITS = 16;

    private ProfileCounters() {}

    /** Converts a cost in additions to the unit of {@link #COST}. */
    public static long units(double cost) {
        return Math.round(cost * UNITS);
    }
}
