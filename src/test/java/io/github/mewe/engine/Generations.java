package io.github.mewe.engine;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.variant.GenerationLimits;
import io.github.mewe.variant.VariantBudget;
import io.github.mewe.variant.VariantGenerator;
import io.github.mewe.variant.VariantGenerator.Generation;
import io.github.mewe.variant.VariantStrategy;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Runs the variant generator like the {@link Diversifier}, for tests that link differently. */
public final class Generations {
    private static final double ROOM_FOR_ALL = 10_000;

    private Generations() {}

    /**
     * Generates variants.
     *
     * @param module an open module
     * @param binary the same module, encoded
     * @param strategies the strategies
     * @param variants the maximum number of variants per function
     * @param selected the functions to diversify
     * @param seed the seed of all random choices
     */
    public static Generation generate(
            BinaryenModule module,
            byte[] binary,
            List<VariantStrategy> strategies,
            int variants,
            Predicate<String> selected,
            long seed) {
        var budget = new VariantBudget(variants, ROOM_FOR_ALL, 1.3, Optional.empty());
        return new VariantGenerator(
                        strategies,
                        new GenerationLimits(budget, function -> budget.maxVariantCost()),
                        io.github.mewe.variant.Survival.unknown(),
                        seed,
                        1)
                .generate(new ModuleSource(module, binary), selected, done -> {});
    }
}
