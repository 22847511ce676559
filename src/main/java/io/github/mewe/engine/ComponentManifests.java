package io.github.mewe.engine;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.common.Sha256;
import io.github.mewe.link.RandomnessSource;
import io.github.mewe.report.Manifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;

/** Sums up the manifests of core modules in those of their component. */
final class ComponentManifests {
    private final String name;
    private final byte[] input;
    private final DiversificationRequest request;
    private final List<ComponentDiversifier.Part> parts;

    /**
     * Prepares the manifests.
     *
     * @param name the name of the input's file
     * @param input the component
     * @param parts its core modules, in their order in the file
     */
    ComponentManifests(
            String name, byte[] input, DiversificationRequest request, List<ComponentDiversifier.Part> parts) {
        this.name = name;
        this.input = input;
        this.request = request;
        this.parts = List.copyOf(parts);
    }

    /**
     * The manifest of one binary of the population.
     *
     * @param outputName the name of the binary's file
     * @param output the binary
     * @param member the number of the binary, from 0
     */
    Manifest of(String outputName, byte[] output, int member) {
        List<Manifest.CoreModule> modules =
                parts.stream().map(part -> part.entry(member)).toList();
        List<Manifest> manifests = parts.stream()
                .filter(part -> !part.results().isEmpty())
                .map(part -> part.results().get(member).manifest())
                .toList();
        List<Manifest> chosen = manifests.stream()
                .filter(manifest -> manifest.seeding() != null)
                .toList();
        BuildSeed seed = request.seedFor(input);
        return new Manifest(
                Manifest.SCHEMA_VERSION,
                PluginVersion.get(),
                BinaryenModule.BINARYEN_VERSION,
                request.fingerprint(input, Optional.empty(), member + 1),
                seed.text(),
                request.parameters(),
                randomness(chosen),
                common(
                        chosen,
                        Manifest::dispatch,
                        request.linking().dispatch().shape().configurationName()),
                new Manifest.Prediction(
                        "estimate",
                        most(manifests, manifest -> manifest.prediction().overhead(), 1)),
                new Manifest.Diversity(
                        paths(manifests, manifest -> manifest.diversity().pathBits()),
                        paths(manifests, manifest -> manifest.diversity().inputPathBits()),
                        null),
                manifests.stream().anyMatch(Manifest::timeLimited),
                new Manifest.Binary(
                        name,
                        Sha256.hex(input),
                        input.length,
                        sum(manifests, m -> m.input().codeBytes())),
                new Manifest.Binary(
                        outputName,
                        Sha256.hex(output),
                        output.length,
                        sum(manifests, m -> m.output().codeBytes())),
                new Manifest.Totals(
                        total(manifests, Manifest.Totals::functions),
                        total(manifests, Manifest.Totals::diversified),
                        total(manifests, Manifest.Totals::variants),
                        total(manifests, Manifest.Totals::proved),
                        total(manifests, Manifest.Totals::toBeExecuted)),
                List.of(),
                warnings(modules),
                chosen.stream().map(Manifest::seeding).distinct().count() == 1
                        ? chosen.get(0).seeding()
                        : null,
                null,
                request.population() == 1 ? null : population(manifests, seed, member),
                modules,
                null);
    }

    /** The weakest source of the core modules that make choices. */
    private static String randomness(List<Manifest> chosen) {
        String wasi = RandomnessSource.WASI.configurationName();
        boolean isAlwaysKeyed = !chosen.isEmpty()
                && chosen.stream().allMatch(manifest -> manifest.randomness().equals(wasi));
        return isAlwaysKeyed ? wasi : RandomnessSource.FIXED.configurationName();
    }

    private static String common(List<Manifest> manifests, Function<Manifest, String> value, String otherwise) {
        List<String> values = manifests.stream().map(value).distinct().toList();
        return values.size() == 1 ? values.get(0) : otherwise;
    }

    /** The logarithm of the sum of the numbers of paths, which are given by their logarithms. */
    private static double paths(List<Manifest> manifests, ToDoubleFunction<Manifest> bits) {
        double most = most(manifests, bits, 0);
        double sum = manifests.stream()
                .mapToDouble(manifest -> StrictMath.pow(2, bits.applyAsDouble(manifest) - most))
                .sum();
        return sum == 0 ? 0 : ManifestBuilder.rounded(most + StrictMath.log(sum) / StrictMath.log(2));
    }

    private static double most(List<Manifest> manifests, ToDoubleFunction<Manifest> value, double otherwise) {
        return manifests.stream().mapToDouble(value).max().orElse(otherwise);
    }

    private static long sum(List<Manifest> manifests, ToLongFunction<Manifest> value) {
        return manifests.stream().mapToLong(value).sum();
    }

    private static int total(List<Manifest> manifests, ToIntFunction<Manifest.Totals> value) {
        return manifests.stream().map(Manifest::totals).mapToInt(value).sum();
    }

    private List<String> warnings(List<Manifest.CoreModule> modules) {
        var warnings = new ArrayList<String>();
        for (Manifest.CoreModule module : modules) {
            String which = "core module " + module.path() + ": ";
            if (module.manifest() != null) {
                module.manifest().warnings().forEach(warning -> warnings.add(which + warning));
                if (isUnexpectedlyFixed(module.manifest())) {
                    warnings.add(which + "it imports no random numbers, so the build's seed alone decides: every run"
                            + " makes the same choices. Give each deployment another <seed> (mewe.seed)");
                }
            }
        }
        if (request.linking().profile().isPresent()) {
            warnings.add(
                    "the profile is not used, because components cannot have one. Remove <profile> (mewe.profile), or the"
                            + " file in src/main/mewe");
        }
        return warnings;
    }

    private boolean isUnexpectedlyFixed(Manifest module) {
        return module.seeding() != null
                && module.randomness().equals(RandomnessSource.FIXED.configurationName())
                && request.linking()
                        .target()
                        .randomness()
                        .filter(RandomnessSource.FIXED::equals)
                        .isEmpty();
    }

    private Manifest.Population population(List<Manifest> manifests, BuildSeed seed, int member) {
        List<Manifest.Population> all =
                manifests.stream().map(Manifest::population).toList();
        return new Manifest.Population(
                request.population(),
                member + 1,
                seed.member(member + 1).text(),
                all.stream().mapToInt(Manifest.Population::disjointFunctions).sum(),
                all.stream().mapToInt(Manifest.Population::sharedFunctions).sum(),
                all.stream().mapToInt(Manifest.Population::sharedOriginals).sum(),
                null);
    }
}
