package io.github.mewe.engine;

import io.github.mewe.variant.VariantBudget;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The options for generating variants.
 *
 * @param budget the variant budget
 * @param functions the functions to diversify
 * @param strategies the names of the strategies in the order of application; empty for all
 * @param synthesisCache the directory for the results of a live search for replacements; empty for no live search
 * @param constantTime globs for the names of functions whose run time must not depend on data
 * @param variantCache the directory for the records of generations, from which later builds take variants; empty for
 *     none. The output does not depend on it.
 */
public record GenerationOptions(
        VariantBudget budget,
        NameFilter functions,
        List<String> strategies,
        Optional<Path> synthesisCache,
        List<String> constantTime,
        Optional<Path> variantCache) {
    private static final String SIZE = "budget/size";
    private static final String COVERAGE = "budget/coverage";

    /** The size of outputs that depends on the size of the module. */
    public static final String AUTOMATIC = "auto";

    /** Copies the list and rejects unknown strategies. */
    public GenerationOptions {
        strategies = strategies.stream().map(String::strip).distinct().toList();
        constantTime = constantTime.stream().map(String::strip).toList();
        StrategyRegistry.check(strategies);
    }

    /**
     * Reads the budget from described options, without its time limit.
     *
     * @param parameters the output of {@link #describe}
     */
    public static VariantBudget budget(Map<String, String> parameters) {
        return new VariantBudget(
                Integer.parseInt(parameters.get("budget/variants")),
                Double.parseDouble(parameters.get("budget/maxGrowth")),
                Double.parseDouble(parameters.get("budget/maxVariantCost")),
                Optional.empty(),
                AUTOMATIC.equals(parameters.get(SIZE)),
                Double.parseDouble(parameters.getOrDefault(COVERAGE, "1")));
    }

    /** The same options with a directory for the records of generations. */
    GenerationOptions withVariantCache(Path directory) {
        return new GenerationOptions(
                budget, functions, strategies, synthesisCache, constantTime, Optional.of(directory));
    }

    /** Adds the options by their names in a POM. The seed derives from names and values: neither may change. */
    void describe(Map<String, String> parameters) {
        if (budget.adapts()) {
            parameters.put(SIZE, AUTOMATIC);
        }
        if (budget.coverage() < 1) {
            parameters.put(COVERAGE, String.valueOf(budget.coverage()));
        }
        parameters.put("budget/variants", String.valueOf(budget.variants()));
        parameters.put("budget/maxGrowth", String.valueOf(budget.maxGrowth()));
        parameters.put("budget/maxVariantCost", String.valueOf(budget.maxVariantCost()));
        parameters.put(
                "budget/timeSeconds",
                String.valueOf(budget.time().map(t -> t.toSeconds()).orElse(0L)));
        parameters.put("includes", String.join(",", functions.includes()));
        parameters.put("excludes", String.join(",", functions.excludes()));
        FunctionMarks.describe(constantTime, parameters);
        parameters.put("strategies", String.join(",", strategies.isEmpty() ? StrategyRegistry.names() : strategies));
        parameters.put("synthesis", synthesisCache.isPresent() ? "live" : "shipped");
    }
}
