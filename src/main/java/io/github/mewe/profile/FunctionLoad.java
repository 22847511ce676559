package io.github.mewe.profile;

/**
 * The load of one function in a run of its module.
 *
 * @param calls the number of calls of any kind
 * @param indirectCalls the calls through tables, references and exports among them
 * @param cost the {@linkplain io.github.mewe.ir.BodyCost cost} of its own code in all calls, without callees
 */
public record FunctionLoad(double calls, double indirectCalls, double cost) {
    /** A function that is never called. */
    public static final FunctionLoad NONE = new FunctionLoad(0, 0, 0);

    /** The number of calls by {@code call} instructions. */
    public double directCalls() {
        return Math.max(0, calls - indirectCalls);
    }
}
