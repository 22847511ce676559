package io.github.mewe.engine;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.common.Sha256;
import io.github.mewe.link.DispatchOptions;
import io.github.mewe.link.RandomnessSource;
import io.github.mewe.profile.RecordedProfile;
import io.github.mewe.variant.VariantBudget;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the user asks for.
 *
 * @param seed the seed; empty to derive it from the input and the other parameters
 * @param generation how variants are made
 * @param linking how they are linked
 * @param force whether a module may be diversified that was diversified before
 * @param population how many binaries are made that share no variant where that is possible; at least 1
 */
public record DiversificationRequest(
        Optional<String> seed, GenerationOptions generation, LinkOptions linking, boolean force, int population) {
    /** The slow-down that is allowed by default. */
    public static final double MAX_OVERHEAD = 1.1;

    /** A request for one binary. */
    public DiversificationRequest(
            Optional<String> seed, GenerationOptions generation, LinkOptions linking, boolean force) {
        this(seed, generation, linking, force, 1);
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
                seed,
                new GenerationOptions(budget, functions, strategies, synthesisCache),
                new LinkOptions(
                        randomness,
                        maxOverhead,
                        granularity,
                        Optional.empty(),
                        WeightChoice.EQUAL,
                        DispatchOptions.DEFAULT),
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
        return new DiversificationRequest(seed, generation, linking.with(other), force, population);
    }

    /** The same request with other weights. */
    public DiversificationRequest with(WeightChoice other) {
        return new DiversificationRequest(seed, generation, linking.with(other), force, population);
    }

    /**
     * The same request for a platform.
     *
     * @param other where the output will run
     */
    public DiversificationRequest with(Deployment other) {
        return new DiversificationRequest(seed, generation, linking.with(Optional.of(other)), force, population);
    }

    /**
     * The same request with a profile.
     *
     * @param recorded what the module's functions did in a run; empty to guess it from the module's structure
     */
    public DiversificationRequest withProfile(Optional<RecordedProfile> recorded) {
        return new DiversificationRequest(seed, generation, linking.withProfile(recorded), force, population);
    }

    /** The same request for a module that may have been diversified before. */
    public DiversificationRequest forced() {
        return new DiversificationRequest(seed, generation, linking, true, population);
    }

    /**
     * The same request for several binaries.
     *
     * @param size how many, at least 1
     */
    public DiversificationRequest withPopulation(int size) {
        return new DiversificationRequest(seed, generation, linking, force, size);
    }

    /** The parameters as text, by the names that they have in a POM. */
    Map<String, String> parameters() {
        var parameters = new TreeMap<String, String>();
        generation.describe(parameters);
        linking.describe(parameters);
        parameters.put("force", String.valueOf(force));
        // One alone is what there was before there were populations, and so is the seed that derives from it.
        if (population > 1) {
            parameters.put("population", String.valueOf(population));
        }
        return parameters;
    }

    /** The same request for an output whose choices nobody sees or forces. */
    DiversificationRequest unobserved() {
        return with(linking.dispatch().unobserved());
    }

    /** The seed for an input: the same whether choices are observed or not, so that a run can be replayed. */
    BuildSeed seedFor(byte[] input) {
        return seed.map(BuildSeed::new)
                .orElseGet(() -> new BuildSeed(Sha256.hex(
                                Sha256.of(input),
                                unobserved().parameters().toString().getBytes(StandardCharsets.UTF_8))
                        .substring(0, 32)));
    }

    /**
     * A hash of everything that one binary of a population depends on.
     *
     * @param member which one, from 1; of a binary that is made alone, 1
     */
    String fingerprint(byte[] input, Optional<SourceMap> sourceMap, int member) {
        String all = fingerprint(input, sourceMap);
        return population == 1 ? all : Sha256.hex(all + '/' + member);
    }

    /** A hash of everything that the output for an input depends on, the machine's speed left out. */
    String fingerprint(byte[] input, Optional<SourceMap> sourceMap) {
        String versions = PluginVersion.get() + '/' + BinaryenModule.BINARYEN_VERSION;
        return Sha256.hex(
                Sha256.of(input),
                sourceMap.map(map -> Sha256.of(map.bytes())).orElse(new byte[0]),
                versions.getBytes(StandardCharsets.UTF_8),
                parameters().toString().getBytes(StandardCharsets.UTF_8),
                seed.toString().getBytes(StandardCharsets.UTF_8));
    }
}
