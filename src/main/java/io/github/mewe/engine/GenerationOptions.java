package io.github.mewe.engine;

import io.github.mewe.variant.VariantBudget;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How variants are made.
 *
 * @param budget what is allowed
 * @param functions of which functions
 * @param strategies names of strategies, in order; none for all
 * @param synthesisCache where what a live search for replacements finds is kept; empty for no such search
 */
public record GenerationOptions(
        VariantBudget budget, NameFilter functions, List<String> strategies, Optional<Path> synthesisCache) {
    /** Copies the list, and refuses unknown strategies. */
    public GenerationOptions {
        strategies = strategies.stream().map(String::strip).distinct().toList();
        StrategyRegistry.check(strategies);
    }

    /** Says what the options are, by the names that they have in a POM. */
    void describe(Map<String, String> parameters) {
        parameters.put("budget/variants", String.valueOf(budget.variants()));
        parameters.put("budget/maxGrowth", String.valueOf(budget.maxGrowth()));
        parameters.put("budget/maxVariantCost", String.valueOf(budget.maxVariantCost()));
        parameters.put(
                "budget/timeSeconds",
                String.valueOf(budget.time().map(t -> t.toSeconds()).orElse(0L)));
        parameters.put("includes", String.join(",", functions.includes()));
        parameters.put("excludes", String.join(",", functions.excludes()));
        parameters.put("strategies", String.join(",", strategies.isEmpty() ? StrategyRegistry.names() : strategies));
        parameters.put("synthesis", synthesisCache.isPresent() ? "live" : "shipped");
    }
}
