package io.github.mewe.variant;

import io.github.mewe.ir.BodyCost;

/**
 * The limits within which strategies change one function.
 *
 * @param growth the maximum bytes of a variant, divided by those of the original; at least 1
 * @param costLimit the maximum {@linkplain BodyCost cost} of a variant
 * @param framePreserving true if locals and calls must stay as they are, because control may re-enter a suspended call
 * @param constantTime true if no branch or selection on data may be added, because the function's run time must not
 *     depend on data
 */
public record VariantLimits(double growth, double costLimit, boolean framePreserving, boolean constantTime) {
    /** Limits that allow branches on data. */
    public VariantLimits(double growth, double costLimit, boolean framePreserving) {
        this(growth, costLimit, framePreserving, false);
    }
}
