package io.github.mewe.link;

import io.github.mewe.variant.FunctionVariants;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The plan of one linking.
 *
 * @param functions every defined function of the module, in order, with its variants
 * @param modes for each function, how its calls choose a body
 * @param choices the origin of choices
 * @param weights for each function, how often calls choose each body
 * @param options the form of dispatchers; the module must support their shape
 * @param guard what the key determines for hardened stack frames; empty without hardening
 */
public record LinkPlan(
        List<FunctionVariants> functions,
        List<Mode> modes,
        ChoiceSeeds choices,
        List<Weights> weights,
        DispatchOptions options,
        Optional<StackGuard> guard) {
    /** Copies the lists. */
    public LinkPlan {
        functions = List.copyOf(functions);
        modes = List.copyOf(modes);
        weights = List.copyOf(weights);
    }

    /** A plan without hardened stack frames. */
    public LinkPlan(
            List<FunctionVariants> functions,
            List<Mode> modes,
            ChoiceSeeds choices,
            List<Weights> weights,
            DispatchOptions options) {
        this(functions, modes, choices, weights, options, Optional.empty());
    }

    /** A plan in which all functions have the same granularity and equal weights. */
    public LinkPlan(List<FunctionVariants> functions, Granularity granularity, RandomnessSource source, DrawKey key) {
        this(
                functions,
                Collections.nCopies(functions.size(), Mode.of(granularity)),
                new ChoiceSeeds(source, key, key.low()),
                Collections.nCopies(functions.size(), Weights.EQUAL),
                DispatchOptions.DEFAULT);
    }

    /** The same plan with other options. */
    public LinkPlan with(DispatchOptions other) {
        return new LinkPlan(functions, modes, choices, weights, other, guard);
    }

    /**
     * The origin of all choices.
     *
     * @param source the source of entropy at run time
     * @param key the build's key, which serves until the source has seeded
     * @param seed the seed of the linker's choices
     */
    public record ChoiceSeeds(RandomnessSource source, DrawKey key, long seed) {}

    /**
     * A key of the discriminator's pseudo-random function.
     *
     * @param low the first 64 bits
     * @param high the last 64 bits
     */
    public record DrawKey(long low, long high) {}
}
