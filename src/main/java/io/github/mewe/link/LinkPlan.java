package io.github.mewe.link;

import io.github.mewe.variant.FunctionVariants;
import java.util.List;

/**
 * What the linker shall do.
 *
 * @param functions every defined function of the module, in order, with its variants
 * @param granularity when choices are made
 * @param source where the entropy comes from
 * @param key the build's key
 */
public record LinkPlan(
        List<FunctionVariants> functions, Granularity granularity, RandomnessSource source, DrawKey key) {
    /** Copies the list. */
    public LinkPlan {
        functions = List.copyOf(functions);
    }

    /**
     * A key of the discriminator's pseudo-random function.
     *
     * @param low the first 64 bits
     * @param high the last 64 bits
     */
    public record DrawKey(long low, long high) {}
}
