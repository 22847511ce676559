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
 * A request to diversify a module.
 *
 * @param seed the build seed; empty to derive it from the input and the other parameters
 * @param generation the options for generating variants
 * @param linking the options for linking them
 * @param force true to accept a module that is already multivariant
 * @param population the number of binaries to make, at least 1; they share no variants where possible
 * @param hardening the measures against memory corruption
 */
public record DiversificationRequest(
        Optional<String> seed,
        GenerationOptions generation,
        LinkOptions linking,
        boolean force,
        int population,
        HardeningOptions hardening) {

    /** A request for one binary with the default parameters and no profile. */
    public DiversificationRequest(
            VariantBudget budget,
            Optional<String> seed,
            NameFilter functions,
            List<String> strategies,
            RandomnessSource randomness) {
        this(
                seed,
                new GenerationOptions(
                        budget, functions, strategies, Optional.empty(), FunctionMarks.CONSTANT_TIME, Optional.empty()),
                LinkOptions.defaultsFor(Target.of(randomness)),
                false,
                1);
    }

    /** A request without hardening. */
    public DiversificationRequest(
            Optional<String> seed, GenerationOptions generation, LinkOptions linking, boolean force, int population) {
        this(seed, generation, linking, force, population, HardeningOptions.NONE);
    }

    /** The same request for another target. */
    public DiversificationRequest with(Target other) {
        return with(linking.with(other));
    }

    /** The same request with another maximum ratio of the output's predicted run time to the input's. */
    public DiversificationRequest withMaxOverhead(double other) {
        return with(linking.withMaxOverhead(other));
    }

    /** The same request with a directory for the records of generations. */
    public DiversificationRequest withVariantCache(Path directory) {
        return new DiversificationRequest(
                seed, generation.withVariantCache(directory), linking, force, population, hardening);
    }

    /** The same request with other granularities. */
    public DiversificationRequest withGranularity(GranularityChoice other) {
        return with(linking.with(other));
    }

    /** The same request with a profile; empty to estimate calls and costs from the code. */
    public DiversificationRequest withProfile(Optional<RecordedProfile> other) {
        return with(linking.withProfile(other));
    }

    /** The same request with other weights. */
    public DiversificationRequest with(WeightChoice other) {
        return with(linking.with(other));
    }

    /** The same request with other dispatch options. */
    public DiversificationRequest with(DispatchOptions other) {
        return with(linking.with(other));
    }

    /** The same request with a seed. */
    DiversificationRequest with(BuildSeed other) {
        return new DiversificationRequest(Optional.of(other.text()), generation, linking, force, population, hardening);
    }

    private DiversificationRequest with(LinkOptions other) {
        return new DiversificationRequest(seed, generation, other, force, population, hardening);
    }

    /** The same request, for a module that may already be multivariant. */
    public DiversificationRequest forced() {
        return new DiversificationRequest(seed, generation, linking, true, population, hardening);
    }

    /** The same request with another population size. */
    public DiversificationRequest withPopulation(int size) {
        return new DiversificationRequest(seed, generation, linking, force, size, hardening);
    }

    /** The same request with hardening. */
    public DiversificationRequest with(HardeningOptions other) {
        return new DiversificationRequest(seed, generation, linking, force, population, other);
    }

    /** The same request for an output whose choices cannot be observed or forced. */
    DiversificationRequest unobserved() {
        return with(linking.dispatch().unobserved());
    }

    /** The parameters as text, by their names in a POM. The seed derives from names and values: neither may change. */
    Map<String, String> parameters() {
        var parameters = new TreeMap<String, String>();
        generation.describe(parameters);
        linking.describe(parameters);
        hardening.describe(parameters);
        parameters.put("force", String.valueOf(force));
        if (population > 1) {
            parameters.put("population", String.valueOf(population));
        }
        return parameters;
    }

    /** The build seed for an input. Observing the choices does not change it, so that a run can be replayed. */
    BuildSeed seedFor(byte[] input) {
        return seed.map(BuildSeed::new).orElseGet(() -> derivedSeed(input));
    }

    private BuildSeed derivedSeed(byte[] input) {
        byte[] parameters = utf8(unobserved().parameters().toString());
        return BuildSeed.derived(Sha256.of(parameters), Sha256.of(Sha256.of(input), parameters));
    }

    /**
     * A hash of everything that one binary of a population depends on.
     *
     * @param member the number of the binary in the population, from 1
     */
    String fingerprint(byte[] input, Optional<SourceMap> sourceMap, int member) {
        String all = fingerprint(input, sourceMap);
        return population == 1 ? all : Sha256.hex(all + '/' + member);
    }

    /** A hash of everything that the output for an input depends on, except the machine's speed. */
    String fingerprint(byte[] input, Optional<SourceMap> sourceMap) {
        String versions = PluginVersion.get() + '/' + BinaryenModule.BINARYEN_VERSION;
        return Sha256.hex(
                Sha256.of(input),
                sourceMap.map(map -> Sha256.of(map.bytes())).orElse(new byte[0]),
                utf8(versions),
                utf8(parameters().toString()),
                utf8(seed.toString()));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
