package io.github.mewe.link;

import io.github.mewe.variant.FunctionVariants;
import java.util.Collections;
import java.util.List;

/**
 * The plan of one linking.
 *
 * @param functions every defined function of the module, in order, with its variants
 * @param modes for each function, how its calls choose a body
 * @param choices the origin of choices
 * @param weights for each function, how often calls choose each body
 * @param options the form of dispatchers; the module must support their shape
 * @param parts what the key determines for hardening; empty without it
 */
public record LinkPlan(
        List<FunctionVariants> functions,
        List<Mode> modes,
        ChoiceSeeds choices,
        List<Weights> weights,
        DispatchOptions options,
        List<DiscriminatorPart> parts) {
    /** Copies the lists. */
    public LinkPlan {
        functions = List.copyOf(functions);
        modes = List.copyOf(modes);
        weights = List.copyOf(weights);
        parts = List.copyOf(parts);
    }

    /** A plan without hardening. */
    public LinkPlan(
            List<FunctionVariants> functions,
            List<Mode> modes,
            ChoiceSeeds choices,
            List<Weights> weights,
            DispatchOptions options) {
        this(functions, modes, choices, weights, options, List.of());
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
        return new LinkPlan(functions, modes, choices, weights, other, parts);
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
