package io.github.mewe.variant;

import io.github.mewe.ir.ExprStatistics;
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

    /**
     * The maximum number of variants of a function. The binaries share those that only a small module gets, because
     * short functions do not have as many for each binary.
     *
     * @param size the function's size
     * @param codeBytes the size of the module's code
     */
    int variantsOf(ExprStatistics size, long codeBytes) {
        return Math.max(binaries * budget.usualVariants(codeBytes), budget.variantsOf(size, codeBytes));
    }
}
