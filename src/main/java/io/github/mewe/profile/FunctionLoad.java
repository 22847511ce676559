package io.github.mewe.profile;

/**
 * What one function does in a run of its module.
 *
 * @param calls how often it is called, in any way
 * @param indirectCalls how many of these calls do not come from a {@code call} instruction: through tables, references
 *     and exports
 * @param cost what its own code {@linkplain io.github.mewe.ir.BodyCost costs} in all these calls, without that of its
 *     callees
 */
public record FunctionLoad(double calls, double indirectCalls, double cost) {
    /** A function that is never called. */
    public static final FunctionLoad NONE = new FunctionLoad(0, 0, 0);

    /** How many calls come from {@code call} instructions. */
    public double directCalls() {
        return Math.max(0, calls - indirectCalls);
    }
}
