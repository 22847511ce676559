package io.github.mewe.link;

import io.github.mewe.variant.FunctionVariants;
import java.util.Collections;
import java.util.List;

/**
 * What the linker shall do.
 *
 * @param functions every defined function of the module, in order, with its variants
 * @param modes for each of them, how its calls find a body
 * @param source where the entropy comes from
 * @param key the build's key
 * @param seed what the choices derive from that are made while linking
 * @param weights for each function, how often its bodies are chosen
 * @param options what dispatchers look like, and how much of their choices shows; its shape is one that the module can
 *     have
 */
public record LinkPlan(
        List<FunctionVariants> functions,
        List<Mode> modes,
        RandomnessSource source,
        DrawKey key,
        long seed,
        List<Weights> weights,
        DispatchOptions options) {
    /** Copies the lists. */
    public LinkPlan {
        functions = List.copyOf(functions);
        modes = List.copyOf(modes);
        weights = List.copyOf(weights);
    }

    /** A plan in which all functions have the mode of one granularity, and equal bodies. */
    public LinkPlan(List<FunctionVariants> functions, Granularity granularity, RandomnessSource source, DrawKey key) {
        this(
                functions,
                Collections.nCopies(functions.size(), Mode.of(granularity)),
                source,
                key,
                key.low(),
                Collections.nCopies(functions.size(), Weights.EQUAL),
                DispatchOptions.DEFAULT);
    }

    /** The same plan with other options. */
    public LinkPlan with(DispatchOptions other) {
        return new LinkPlan(functions, modes, source, key, seed, weights, other);
    }

    /**
     * A key of the discriminator's pseudo-random function.
     *
     * @param low the first 64 bits
     * @param high the last 64 bits
     */
    public record DrawKey(long low, long high) {}
}
