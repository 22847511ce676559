package io.github.mewe.variant;

import io.github.mewe.ir.BodyCost;

/**
 * The limits within which strategies change one function.
 *
 * @param growth the maximum bytes of a variant, divided by those of the original; at least 1
 * @param costLimit the maximum {@linkplain BodyCost cost} of a variant
 * @param framePreserving true if locals and calls must stay as they are, because control may re-enter a suspended call
 */
public record VariantLimits(double growth, double costLimit, boolean framePreserving) {}
