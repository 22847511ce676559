package io.github.mewe.variant;

import java.time.Duration;
import java.util.Optional;

/**
 * The user's limits on variants.
 *
 * @param variants the maximum number of variants per function, without the original; at least 1
 * @param maxGrowth the maximum code bytes of the output, divided by the input's; at least 1
 * @param maxVariantCost the maximum estimated run time of a variant, divided by the original's; at least 1
 * @param time the time after which generation stops with the variants it has; empty for no limit
 */
public record VariantBudget(int variants, double maxGrowth, double maxVariantCost, Optional<Duration> time) {
    /** The share of the growth for bodies; dispatchers and declarations use the rest. */
    private static final double BODIES_SHARE = 0.93;

    private static final double MIN_GROWTH = 1.25;
    private static final double MAX_GROWTH = 2.5;

    /** The cost that may be added to any function: a short one would otherwise have no room for a change. */
    private static final double FREE_COST = 4;

    /**
     * The size from which engines cope increasingly badly with added code, since the function already has more live
     * values than there are registers.
     */
    private static final double LARGE_INSTRUCTIONS = 1000;

    /**
     * The maximum cost of a variant.
     *
     * @param originalCost the cost of the original
     * @param instructions the number of instructions of the original
     * @param maxCost the function's limit, divided by the cost of the original
     */
    double costLimit(double originalCost, int instructions, double maxCost) {
        double share = Math.min(1, LARGE_INSTRUCTIONS / Math.max(1, instructions));
        double free = FREE_COST * Math.min(1, (maxCost - 1) / Math.max(0.01, maxVariantCost - 1));
        return originalCost * (1 + (maxCost - 1) * share) + free;
    }

    /**
     * The maximum bytes of one variant, divided by those of its original, so that all variants together fit the growth
     * limit.
     */
    double growthOfVariant() {
        double share = BODIES_SHARE * (maxGrowth - 1) / variants;
        return Math.min(MAX_GROWTH, Math.max(MIN_GROWTH, share));
    }
}
