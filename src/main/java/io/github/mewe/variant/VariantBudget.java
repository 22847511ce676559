package io.github.mewe.variant;

import java.time.Duration;
import java.util.Optional;

/**
 * The user's limits for variants.
 *
 * @param variants the maximum number of variants per function, without the original; at least 1
 * @param maxGrowth the maximum code bytes of the output, divided by the input's; at least 1
 * @param maxVariantCost the maximum estimated run time of a variant, divided by the original's; at least 1
 * @param time the time after which generation stops with the variants it has; empty for no limit
 */
public record VariantBudget(int variants, double maxGrowth, double maxVariantCost, Optional<Duration> time) {
    /** Dispatchers and declarations take a part of the growth. */
    private static final double BODIES_SHARE = 0.93;

    private static final double LEAST_GROWTH = 1.25;
    private static final double MOST_GROWTH = 2.5;

    /** So much may be added to any function: a short one would have no room for a change at all. */
    private static final double FREE_COST = 4;

    /**
     * From so many instructions on, an engine copes ever worse with what is added to a function: it has more values
     * than registers already.
     */
    private static final double LARGE_INSTRUCTIONS = 1000;

    /**
     * What a variant may cost.
     *
     * @param originalCost the cost of its original
     * @param instructions the size of its original
     * @param maxCost the share of its original's cost that the function is allowed
     */
    double mostCost(double originalCost, int instructions, double maxCost) {
        double share = Math.min(1, LARGE_INSTRUCTIONS / Math.max(1, instructions));
        double free = FREE_COST * Math.min(1, (maxCost - 1) / Math.max(0.01, maxVariantCost - 1));
        return originalCost * (1 + (maxCost - 1) * share) + free;
    }

    /** The bytes of one variant over those of its original, so that all of them fit the growth. */
    double growthOfVariant() {
        double share = BODIES_SHARE * (maxGrowth - 1) / variants;
        return Math.min(MOST_GROWTH, Math.max(LEAST_GROWTH, share));
    }
}
