package io.github.mewe.maven;

import io.github.mewe.engine.DiversificationRequest;
import io.github.mewe.engine.Diversifier;
import io.github.mewe.engine.GenerationOptions;
import io.github.mewe.engine.GranularityChoice;
import io.github.mewe.engine.HardeningOptions;
import io.github.mewe.engine.HeapOptions;
import io.github.mewe.engine.LinkOptions;
import io.github.mewe.engine.NameFilter;
import io.github.mewe.engine.Platform;
import io.github.mewe.engine.StackStart;
import io.github.mewe.engine.Target;
import io.github.mewe.engine.WeightChoice;
import io.github.mewe.harden.HardeningMeasure;
import io.github.mewe.harden.HeapFunction;
import io.github.mewe.link.ChoiceTrace;
import io.github.mewe.link.DispatchOptions;
import io.github.mewe.link.DispatchShape;
import io.github.mewe.link.RandomnessSource;
import io.github.mewe.link.StackGuard;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.maven.plugin.MojoFailureException;

/** Checks the parameters of the goal {@code diversify}, and converts them to a request. */
final class DiversificationRequestConverter {
    private static final String RANDOM_SEED = "random";
    private static final int MOST_BINARIES = 100;
    private static final String NO_HARDENING = "none";
    private static final Map<String, Boolean> GUARDS_ALL = Map.of("all", true, "some", false);

    private final DiversifyMojo parameters;

    DiversificationRequestConverter(DiversifyMojo parameters) {
        this.parameters = parameters;
    }

    /**
     * The request, without a profile.
     *
     * @throws MojoFailureException if a parameter has an invalid value
     */
    DiversificationRequest convert() throws MojoFailureException {
        Target target = target();
        checkClassifier();
        checkPopulation();
        return new DiversificationRequest(
                seed(), generation(), linking(target), parameters.force, parameters.population, hardening());
    }

    private HardeningOptions hardening() throws MojoFailureException {
        checkFrameOffset();
        if (parameters.heapLimit < 0) {
            throw new MojoFailureException(
                    "<heapLimit> (mewe.heapLimit) is " + parameters.heapLimit + "; it must not be negative");
        }
        Set<HardeningMeasure> measures = EnumSet.noneOf(HardeningMeasure.class);
        for (String name : parameters.harden) {
            if (!name.equals(NO_HARDENING)) {
                measures.add(named("harden", name, HardeningMeasure::named, "none, frames, canaries, heap"));
            }
        }
        boolean guardsAllBodies =
                named("canaries", parameters.canaries, name -> Optional.ofNullable(GUARDS_ALL.get(name)), "all, some");
        return new HardeningOptions(
                measures,
                stackStart(),
                parameters.frameOffset,
                guardsAllBodies,
                new HeapOptions(parameters.heapLimit, heapFunctions()));
    }

    private Map<HeapFunction, String> heapFunctions() throws MojoFailureException {
        Map<HeapFunction, String> functions = new EnumMap<>(HeapFunction.class);
        for (String entry : parameters.heapFunctions) {
            String[] parts = entry.strip().split("=", 2);
            if (parts.length < 2 || parts[1].isBlank()) {
                throw new MojoFailureException("<heapFunctions> (mewe.heapFunctions) contains '" + entry
                        + "'; entries must have the form malloc=NAME");
            }
            functions.put(
                    named("heapFunctions", parts[0].strip(), HeapFunction::named, heapFunctionNames()),
                    parts[1].strip());
        }
        return functions;
    }

    private static String heapFunctionNames() {
        return Arrays.stream(HeapFunction.values()).map(HeapFunction::cName).collect(Collectors.joining(", "));
    }

    private StackStart stackStart() throws MojoFailureException {
        try {
            return StackStart.parse(parameters.stackStart);
        } catch (IllegalArgumentException e) {
            throw new MojoFailureException(
                    "<stackStart> (mewe.stackStart) is '" + parameters.stackStart + "'; " + e.getMessage(), e);
        }
    }

    private void checkFrameOffset() throws MojoFailureException {
        int bytes = parameters.frameOffset;
        if (bytes < 0 || bytes % StackGuard.ALIGNMENT != 0) {
            throw new MojoFailureException("<frameOffset> (mewe.frameOffset) is " + bytes
                    + "; it must be 0 or a positive multiple of " + StackGuard.ALIGNMENT);
        }
    }

    private Target target() throws MojoFailureException {
        Optional<RandomnessSource> randomness = parameters.randomness == null
                ? Optional.empty()
                : Optional.of(named("randomness", parameters.randomness, RandomnessSource::named, randomnessNames()));
        Optional<Platform> platform = parameters.platform == null
                ? Optional.empty()
                : Optional.of(named("platform", parameters.platform, Platform::named, platformNames()));
        return new Target(platform, randomness);
    }

    private static String randomnessNames() {
        return Arrays.stream(RandomnessSource.values())
                .map(RandomnessSource::configurationName)
                .collect(Collectors.joining(", "));
    }

    private static String platformNames() {
        return Arrays.stream(Platform.values()).map(Platform::configurationName).collect(Collectors.joining(", "))
                + ", or be left out";
    }

    private static <T> T named(String element, String name, Function<String, Optional<T>> byName, String names)
            throws MojoFailureException {
        return byName.apply(name)
                .orElseThrow(() -> new MojoFailureException(
                        "<" + element + "> (mewe." + element + ") is '" + name + "'; it must be one of " + names));
    }

    private void checkClassifier() throws MojoFailureException {
        String classifier = parameters.classifier;
        if (classifier == null || !classifier.matches("[A-Za-z0-9._-]+")) {
            throw new MojoFailureException("<classifier> (mewe.classifier) is '" + classifier
                    + "'; it must consist of letters, digits, '.', '_' and '-'");
        }
    }

    private void checkPopulation() throws MojoFailureException {
        int population = parameters.population;
        if (population < 1 || population > MOST_BINARIES) {
            throw new MojoFailureException(
                    "<population> (mewe.population) is " + population + "; it must be from 1 to " + MOST_BINARIES);
        }
    }

    private Optional<String> seed() {
        if (!RANDOM_SEED.equals(parameters.seed)) {
            return Optional.ofNullable(parameters.seed).filter(text -> !text.isBlank());
        }
        var bytes = new byte[16];
        new SecureRandom().nextBytes(bytes);
        String drawn = HexFormat.of().formatHex(bytes);
        parameters.getLog().info("Drew the seed " + drawn + ". To make the same output again, set <seed> (mewe.seed)");
        return Optional.of(drawn);
    }

    private GenerationOptions generation() throws MojoFailureException {
        // A solver among the plugin's dependencies asks for a live search.
        Optional<Path> cache =
                Diversifier.canSearchLive() ? Optional.of(parameters.synthesisCache.toPath()) : Optional.empty();
        try {
            return new GenerationOptions(
                    parameters.budget.resolve(parameters),
                    new NameFilter(parameters.includes, parameters.excludes),
                    parameters.strategies,
                    cache,
                    parameters.constantTime,
                    Optional.of(parameters.variantCacheDirectory()));
        } catch (IllegalArgumentException e) {
            throw new MojoFailureException("<strategies> (mewe.strategies): " + e.getMessage(), e);
        }
    }

    private LinkOptions linking(Target target) throws MojoFailureException {
        return new LinkOptions(
                target,
                parameters.budget.maxOverhead(parameters.maxOverhead),
                granularity(),
                Optional.empty(),
                weights(),
                dispatch());
    }

    private GranularityChoice granularity() throws MojoFailureException {
        var overrides = new ArrayList<GranularityChoice.Override>();
        for (GranularityOverride override : parameters.granularityOverrides) {
            overrides.add(override.resolve());
        }
        return new GranularityChoice(
                GranularityOverride.parse("<granularity> (mewe.granularity)", parameters.granularity), overrides);
    }

    private WeightChoice weights() throws MojoFailureException {
        var rules = new ArrayList<WeightChoice.Rule>();
        for (Weight weight : parameters.weights) {
            rules.add(weight.resolve(parameters.includeOriginal));
        }
        return new WeightChoice(parameters.includeOriginal, rules);
    }

    private DispatchOptions dispatch() throws MojoFailureException {
        DispatchShape shape = named("dispatch", parameters.dispatch, DispatchShape::named, "switch, table, mixed");
        ChoiceTrace trace = named("trace", parameters.trace, ChoiceTrace::named, "none, import, memory");
        return new DispatchOptions(shape, trace, parameters.debug);
    }
}
