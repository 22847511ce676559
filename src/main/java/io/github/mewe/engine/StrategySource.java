package io.github.mewe.engine;

import io.github.mewe.variant.VariantStrategy;
import io.github.mewe.variant.synthesis.Replacements;
import java.util.List;

/** Where strategies come from: the {@link StrategyRegistry}, unless a test has others. */
@FunctionalInterface
public interface StrategySource {

    /**
     * Makes strategies.
     *
     * @param names their names, in the order in which a variant shall pass through them; none for all
     * @param replacements what the strategy {@code synthesis} knows
     */
    List<VariantStrategy> create(List<String> names, Replacements replacements);
}
