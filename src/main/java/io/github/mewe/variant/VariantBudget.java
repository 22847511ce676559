package io.github.mewe.variant;

import io.github.mewe.ir.ExprStatistics;
import java.time.Duration;
import java.util.Optional;

/**
 * The user's limits on variants.
 *
 * @param variants the maximum number of variants per function, without the original; at least 1
 * @param maxGrowth the maximum code bytes of the output, divided by the input's; at least 1
 * @param maxVariantCost the maximum estimated run time of a variant, divided by the original's; at least 1
 * @param time the time after which generation stops with the variants it has; empty for no limit
 * @param adapts true to raise the first two limits in small modules, where they would leave few choices, and to lower
 *     them in large ones, which would start too slowly
 * @param coverage the share of the functions that get variants, the smaller ones first; greater than 0, at most 1
 */
public record VariantBudget(
        int variants,
        double maxGrowth,
        double maxVariantCost,
        Optional<Duration> time,
        boolean adapts,
        double coverage) {
    /**
     * The maximum bytes of code of a small module. A run of such a module makes few choices, so each of them needs more
     * bodies.
     */
    private static final int SMALL_MODULE = 32 << 10;

    /** The bytes of code that the output of a small module may have in any case. */
    private static final int SMALL_OUTPUT = 128 << 10;

    /**
     * The bytes that a function's variants may take in a small module. In the services of the paper, this gives 41 bits
     * or more per run.
     */
    private static final int SMALL_MODULE_VARIANTS_BYTES = 3 << 10;

    /**
     * The maximum number of variants per function for that. With the original, a choice has 5 bits; draws of whole bits
     * are the cheapest.
     */
    private static final int SMALL_MODULE_VARIANTS = 31;

    /**
     * The minimum bytes of code of a large module. It gets half the variants, because more would slow its start too
     * much.
     */
    private static final int LARGE_MODULE = 1 << 20;

    /** Shorter functions do not get more variants: engines compile many of them to the same code. */
    private static final int VARIED_INSTRUCTIONS = 7;

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

    /** Limits that hold for modules of any size. */
    public VariantBudget(int variants, double maxGrowth, double maxVariantCost, Optional<Duration> time) {
        this(variants, maxGrowth, maxVariantCost, time, false, 1);
    }

    /** The same limits for a share of the functions. */
    public VariantBudget withCoverage(double share) {
        return new VariantBudget(variants, maxGrowth, maxVariantCost, time, adapts, share);
    }

    /**
     * The number of variants that each function gets before any gets more.
     *
     * @param codeBytes the size of the module's code
     */
    public int usualVariants(long codeBytes) {
        return isLoweredIn(codeBytes) ? Math.max(1, variants / 2) : variants;
    }

    private boolean isLoweredIn(long codeBytes) {
        return adapts && codeBytes >= LARGE_MODULE;
    }

    /**
     * The maximum number of variants of a function, without the original.
     *
     * @param size the function's size
     * @param codeBytes the size of the module's code
     */
    public int variantsOf(ExprStatistics size, long codeBytes) {
        if (!isRaisedIn(codeBytes) || size.instructions() < VARIED_INSTRUCTIONS) {
            return usualVariants(codeBytes);
        }
        int fitting = SMALL_MODULE_VARIANTS_BYTES / size.bytes();
        return Math.max(variants, Math.min(SMALL_MODULE_VARIANTS, fitting));
    }

    /**
     * The maximum size of the output's code.
     *
     * @param codeBytes the size of the input's code
     */
    public long maxCodeBytes(long codeBytes) {
        double growth = isLoweredIn(codeBytes) ? 1 + (maxGrowth - 1) / 2 : maxGrowth;
        long limit = (long) (growth * codeBytes);
        return isRaisedIn(codeBytes) ? Math.max(limit, SMALL_OUTPUT) : limit;
    }

    /**
     * Returns true if the limits are raised, because the module is small.
     *
     * @param codeBytes the size of the module's code
     */
    public boolean isRaisedIn(long codeBytes) {
        return adapts && codeBytes <= SMALL_MODULE;
    }

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
