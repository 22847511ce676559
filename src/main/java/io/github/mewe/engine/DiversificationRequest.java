package io.github.mewe.engine;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.link.RandomnessSource;
import io.github.mewe.variant.VariantBudget;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the user asks for.
 *
 * @param budget what is allowed
 * @param seed the seed; empty to derive it from the input and the other parameters
 * @param functions which functions
 * @param strategies names of strategies, in order; none for all
 * @param randomness where the discriminator's entropy comes from
 * @param maxOverhead the running time of the multivariant binary over the original's, at most, as it is predicted; at
 *     least 1
 * @param granularity when choices are made
 * @param synthesisCache where what a live search for replacements finds is kept; empty for no such search
 * @param force whether a module may be diversified that was diversified before
 */
public record DiversificationRequest(
        VariantBudget budget,
        Optional<String> seed,
        NameFilter functions,
        List<String> strategies,
        RandomnessSource randomness,
        double maxOverhead,
        GranularityChoice granularity,
        Optional<Path> synthesisCache,
        boolean force) {
    /** The slow-down that is allowed by default. */
    public static final double MAX_OVERHEAD = 1.1;

    /** Copies the list, and refuses unknown strategies. */
    public DiversificationRequest {
        strategies = strategies.stream().map(String::strip).distinct().toList();
        StrategyRegistry.check(strategies);
    }

    /** A request without a live search for replacements, and with the slow-down that is allowed by default. */
    public DiversificationRequest(
            VariantBudget budget,
            Optional<String> seed,
            NameFilter functions,
            List<String> strategies,
            RandomnessSource randomness) {
        this(
                budget,
                seed,
                functions,
                strategies,
                randomness,
                MAX_OVERHEAD,
                GranularityChoice.AUTOMATIC,
                Optional.empty(),
                false);
    }

    /** The parameters as text, by the names that they have in a POM. */
    Map<String, String> parameters() {
        var parameters = new TreeMap<String, String>();
        parameters.put("budget/variants", String.valueOf(budget.variants()));
        parameters.put("budget/maxGrowth", String.valueOf(budget.maxGrowth()));
        parameters.put("budget/maxVariantCost", String.valueOf(budget.maxVariantCost()));
        parameters.put(
                "budget/timeSeconds",
                String.valueOf(budget.time().map(t -> t.toSeconds()).orElse(0L)));
        parameters.put("budget/maxOverhead", String.valueOf(maxOverhead));
        parameters.put("granularity", granularity.toString());
        parameters.put("includes", String.join(",", functions.includes()));
        parameters.put("excludes", String.join(",", functions.excludes()));
        parameters.put("strategies", String.join(",", strategies.isEmpty() ? StrategyRegistry.names() : strategies));
        parameters.put("synthesis", synthesisCache.isPresent() ? "live" : "shipped");
        parameters.put("force", String.valueOf(force));
        parameters.put("randomness", randomness.configurationName());
        return parameters;
    }

    /** The seed for an input. */
    Seed seedFor(byte[] input) {
        return seed.map(Seed::new)
                .orElseGet(() -> new Seed(Hashes.hex(Hashes.sha256(
                                Hashes.sha256(input), Hashes.utf8(parameters().toString())))
                        .substring(0, 32)));
    }

    /** A hash of everything that the output for an input depends on, the machine's speed left out. */
    public String fingerprint(byte[] input) {
        String versions = PluginVersion.get() + '/' + BinaryenModule.BINARYEN_VERSION;
        return Hashes.hex(Hashes.sha256(
                Hashes.sha256(input),
                Hashes.utf8(versions),
                Hashes.utf8(parameters().toString()),
                Hashes.utf8(seed.toString())));
    }
}
