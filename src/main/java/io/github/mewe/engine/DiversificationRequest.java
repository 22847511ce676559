package io.github.mewe.engine;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.link.DispatchOptions;
import io.github.mewe.link.RandomnessSource;
import io.github.mewe.profile.ProfileFile;
import io.github.mewe.profile.RecordedProfile;
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
 * @param profile what the module's functions did in a run; empty to guess it from the module's structure
 * @param weights how often the bodies of a function are chosen
 * @param dispatch what dispatchers look like, and how much of their choices shows
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
        Optional<RecordedProfile> profile,
        WeightChoice weights,
        DispatchOptions dispatch,
        boolean force) {
    /** The slow-down that is allowed by default. */
    public static final double MAX_OVERHEAD = 1.1;

    /** Copies the list, and refuses unknown strategies. */
    public DiversificationRequest {
        strategies = strategies.stream().map(String::strip).distinct().toList();
        StrategyRegistry.check(strategies);
    }

    /** A request without a profile, and with everything else as it is by default. */
    public DiversificationRequest(
            VariantBudget budget,
            Optional<String> seed,
            NameFilter functions,
            List<String> strategies,
            RandomnessSource randomness,
            double maxOverhead,
            GranularityChoice granularity,
            Optional<Path> synthesisCache) {
        this(
                budget,
                seed,
                functions,
                strategies,
                randomness,
                maxOverhead,
                granularity,
                synthesisCache,
                Optional.empty(),
                WeightChoice.EQUAL,
                DispatchOptions.DEFAULT,
                false);
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
                Optional.empty());
    }

    /** The same request with other dispatchers. */
    public DiversificationRequest with(DispatchOptions other) {
        return new DiversificationRequest(
                budget,
                seed,
                functions,
                strategies,
                randomness,
                maxOverhead,
                granularity,
                synthesisCache,
                profile,
                weights,
                other,
                force);
    }

    /** The same request with other weights. */
    public DiversificationRequest with(WeightChoice other) {
        return new DiversificationRequest(
                budget,
                seed,
                functions,
                strategies,
                randomness,
                maxOverhead,
                granularity,
                synthesisCache,
                profile,
                other,
                dispatch,
                force);
    }

    /**
     * The same request with a profile.
     *
     * @param recorded what the module's functions did in a run; empty to guess it from the module's structure
     */
    public DiversificationRequest withProfile(Optional<RecordedProfile> recorded) {
        return new DiversificationRequest(
                budget,
                seed,
                functions,
                strategies,
                randomness,
                maxOverhead,
                granularity,
                synthesisCache,
                recorded,
                weights,
                dispatch,
                force);
    }

    /** The same request for a module that may have been diversified before. */
    public DiversificationRequest forced() {
        return new DiversificationRequest(
                budget,
                seed,
                functions,
                strategies,
                randomness,
                maxOverhead,
                granularity,
                synthesisCache,
                profile,
                weights,
                dispatch,
                true);
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
        parameters.put("profile", profile.map(DiversificationRequest::hash).orElse(""));
        parameters.put("includeOriginal", String.valueOf(weights.includeOriginal()));
        parameters.put("weights", weights.rulesText());
        parameters.put("dispatch", dispatch.shape().configurationName());
        parameters.put("trace", dispatch.trace().configurationName());
        parameters.put("debug", String.valueOf(dispatch.forceable()));
        parameters.put("force", String.valueOf(force));
        parameters.put("randomness", randomness.configurationName());
        return parameters;
    }

    private static String hash(RecordedProfile profile) {
        return Hashes.hex(Hashes.sha256(Hashes.utf8(new ProfileFile().format(profile))));
    }

    /** The seed for an input. */
    Seed seedFor(byte[] input) {
        return seed.map(Seed::new)
                .orElseGet(() -> new Seed(Hashes.hex(Hashes.sha256(
                                Hashes.sha256(input), Hashes.utf8(parameters().toString())))
                        .substring(0, 32)));
    }

    /** A hash of everything that the output for an input depends on, the machine's speed left out. */
    String fingerprint(byte[] input, Optional<SourceMap> sourceMap) {
        String versions = PluginVersion.get() + '/' + BinaryenModule.BINARYEN_VERSION;
        return Hashes.hex(Hashes.sha256(
                Hashes.sha256(input),
                sourceMap.map(map -> Hashes.sha256(map.bytes())).orElse(new byte[0]),
                Hashes.utf8(versions),
                Hashes.utf8(parameters().toString()),
                Hashes.utf8(seed.toString())));
    }
}
