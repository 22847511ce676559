package io.github.mewe.variant;

import java.util.function.IntToDoubleFunction;

/**
 * The limits of one generation.
 *
 * @param budget the budget of each binary; {@code maxCost} replaces its {@link VariantBudget#maxVariantCost()}
 * @param maxCost for each function, the maximum estimated run time of a variant, divided by the original's
 * @param binaries the number of binaries that the variants are {@linkplain VariantDistribution dealt} to, at least 1
 */
public record GenerationLimits(VariantBudget budget, IntToDoubleFunction maxCost, int binaries) {
    /** The limits of a generation for one binary. */
    public GenerationLimits(VariantBudget budget, IntToDoubleFunction maxCost) {
        this(budget, maxCost, 1);
    }
}
