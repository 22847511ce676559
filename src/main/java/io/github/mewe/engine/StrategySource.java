package io.github.mewe.engine;

import io.github.mewe.variant.VariantStrategy;
import io.github.mewe.variant.synthesis.Replacements;
import java.util.List;

/** Creates strategies: the {@link StrategyRegistry}, or a test's own. */
@FunctionalInterface
public interface StrategySource {

    /**
     * Creates strategies.
     *
     * @param names their names in the order of application; empty for all
     * @param replacements the replacements for the strategy {@code synthesis}
     */
    List<VariantStrategy> create(List<String> names, Replacements replacements);
}
