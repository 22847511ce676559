package io.github.mewe.engine;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.binaryen.MalformedSourceMapException;
import io.github.mewe.common.DeepThread;
import io.github.mewe.equivalence.Solvers;
import io.github.mewe.link.CallPaths;
import io.github.mewe.link.GranularityPlanner;
import io.github.mewe.link.LinkException;
import io.github.mewe.link.MultivariantLinker;
import io.github.mewe.measure.PopulationDistances;
import io.github.mewe.profile.ProfileMatch;
import io.github.mewe.profile.Workload;
import io.github.mewe.report.Manifest;
import io.github.mewe.variant.Dealing;
import io.github.mewe.variant.FunctionVariants;
import io.github.mewe.variant.Survival;
import io.github.mewe.variant.VariantGenerator;
import io.github.mewe.variant.synthesis.ReplacementDatabase;
import io.github.mewe.wasm.BinaryLayout;
import io.github.mewe.wasm.MalformedModuleException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Makes multivariant binaries: reads, generates, links, validates, writes. */
public final class Diversifier {
    private final int threads;
    private final StrategySource strategies;
    private final ReplacementDatabase shipped = ReplacementDatabase.load();
    private final Survival survival = Survival.load();

    /**
     * A diversifier.
     *
     * @param threads how many threads generate variants; what comes out does not depend on it
     * @param nativeDirectory a directory that the native library may be unpacked into if no other will do
     * @throws EnvironmentException if the native library cannot be loaded
     */
    public Diversifier(int threads, Path nativeDirectory) {
        this(threads, nativeDirectory, StrategyRegistry::create);
    }

    /**
     * A diversifier with other strategies than those of the plugin.
     *
     * @param threads how many threads generate variants; what comes out does not depend on it
     * @param nativeDirectory a directory that the native library may be unpacked into if no other will do
     * @param strategies where strategies come from
     * @throws EnvironmentException if the native library cannot be loaded
     */
    public Diversifier(int threads, Path nativeDirectory, StrategySource strategies) {
        this.threads = threads;
        this.strategies = strategies;
        try {
            BinaryenModule.loadNativeLibrary(nativeDirectory);
        } catch (RuntimeException e) {
            throw new EnvironmentException(e.getMessage(), e);
        }
    }

    /** Whether there is a solver on the class path, so that a request may ask for a live search for replacements. */
    public static boolean canSearchLive() {
        return Solvers.isAvailable();
    }

    /**
     * Diversifies a module, as a request for one binary asks.
     *
     * @param name the input's name, for the manifest
     * @param input a module in the binary format
     * @param outputName the output's name, for the manifest
     * @param request what is asked for
     * @param progress hears how far the work is
     * @throws DiversificationException if the input is not a module that can be diversified as asked
     */
    public DiversificationResult diversify(
            String name, byte[] input, String outputName, DiversificationRequest request, Progress progress) {
        return diversify(name, input, Optional.empty(), outputName, request, progress);
    }

    /**
     * Diversifies a module with its source map.
     *
     * @param sourceMap the map; the output says that its own is called like it, with {@code .map} behind
     * @throws MalformedSourceMapException if the map is malformed
     */
    DiversificationResult diversify(
            String name,
            byte[] input,
            Optional<SourceMap> sourceMap,
            String outputName,
            DiversificationRequest request,
            Progress progress) {
        return population(name, input, sourceMap, List.of(outputName), request, progress)
                .get(0);
    }

    /**
     * Makes all binaries of a population.
     *
     * @param sourceMap the input's source map; each output says that its own is called like it, with {@code .map}
     *     behind
     * @param outputNames the outputs' names, as many as the request's population
     * @return the binaries, in the order of the names
     * @throws MalformedSourceMapException if the map is malformed
     */
    public List<DiversificationResult> population(
            String name,
            byte[] input,
            Optional<SourceMap> sourceMap,
            List<String> outputNames,
            DiversificationRequest request,
            Progress progress) {
        if (outputNames.size() != request.population()) {
            throw new IllegalArgumentException(
                    "there are " + outputNames.size() + " names for " + request.population() + " binaries");
        }
        try {
            return DeepThread.call(() -> diversifyDeep(name, input, sourceMap, outputNames, request, progress));
        } catch (MalformedModuleException | LinkException e) {
            throw new DiversificationException(e.getMessage(), e);
        } catch (OutOfMemoryError e) {
            throw new DiversificationException(
                    "the Java heap is too small for it. Give Maven more, for example MAVEN_OPTS=-Xmx4g", e);
        }
    }

    private List<DiversificationResult> diversifyDeep(
            String name,
            byte[] input,
            Optional<SourceMap> sourceMap,
            List<String> outputNames,
            DiversificationRequest request,
            Progress progress) {
        BinaryLayout layout = BinaryLayout.of(input);
        List<Integer> codeBytes = layout.bodySizes();
        BuildSeed seed = request.seedFor(input);
        try (BinaryenModule module = BinaryenModule.open(input);
                var knowledge = SynthesisKnowledge.open(shipped, request)) {
            if (!request.force() && new MultivariantLinker(module).isMultivariant()) {
                throw new LinkException(
                        "it was diversified before. Give the plugin the original module as its input, or set <force>"
                                + " (mewe.force) to true to diversify what is there, dispatchers and all");
            }
            var source = new ModuleSource(module, codeBytes);
            Optional<ProfileMatch> match = request.linking()
                    .profile()
                    .map(profile -> ProfileMatch.of(profile, ProfiledFunctions.of(name, input, module)));
            Workload workload = SyscallCosts.addedTo(
                    match.flatMap(ProfileMatch::workload).orElseGet(() -> WorkloadEstimate.of(source, module)),
                    source,
                    module);
            var generator = new VariantGenerator(
                    strategies.create(request.generation().strategies(), knowledge.replacements()),
                    request.generation().budget(),
                    new VariantCostLimits(
                            workload,
                            request.linking().maxOverhead(),
                            request.generation().budget().maxVariantCost()),
                    survival,
                    seed.generation(),
                    threads,
                    request.population());
            var generation = generator.generate(
                    source,
                    request.generation().functions().compiled(),
                    done -> progress.functionsDone(done, source.functionCount()));
            var planner = new GranularityPlanner(
                    workload,
                    request.linking().maxOverhead(),
                    request.linking().granularity()::of,
                    request.linking().weights().compiled(),
                    source.framePreserving());
            var maker = new BudgetedLinker(input, sourceMap, layout, module.exportedFunctions(), request, planner);
            double inputPathBits = CallPaths.bits(module, List.of());
            var dealing = new Dealing(request.population(), seed.dealing());
            var made = new ArrayList<PopulationDistances.Made>();
            var sourceMaps = new ArrayList<Optional<byte[]>>();
            for (int member = 0; member < request.population(); member++) {
                List<FunctionVariants> functions = dealing.of(member, generation.functions());
                String outputName = outputNames.get(member);
                BuildSeed own = request.population() == 1 ? seed : seed.member(member + 1);
                BudgetedLinker.Linked linked = maker.make(functions, own, outputName);
                var manifest = new ManifestBuilder(
                                name,
                                input,
                                layout,
                                outputName,
                                linked.output(),
                                linked.layout(),
                                request,
                                seed.text(),
                                request.fingerprint(input, sourceMap, member + 1))
                        .build(
                                linked.kept(),
                                linked.functions(),
                                module.functions(),
                                linked.order(),
                                linked.randomness(),
                                linked.shape(),
                                linked.plan(),
                                inputPathBits,
                                linked.pathBits(),
                                workload,
                                generation.timeLimited(),
                                Stream.of(
                                                match.flatMap(ProfileMatch::mismatch).stream(),
                                                OverheadWarning.of(request.linking(), linked.plan()).stream(),
                                                platformWarnings(request, module, linked).stream())
                                        .flatMap(warnings -> warnings)
                                        .toList(),
                                linked.seedExport());
                made.add(new PopulationDistances.Made(manifest, linked.output(), linked.imports()));
                sourceMaps.add(linked.sourceMap());
            }
            List<Manifest> manifests = request.population() == 1
                    ? List.of(made.get(0).manifest())
                    : new PopulationReport(generation.functions(), dealing, seed).of(made);
            return IntStream.range(0, made.size())
                    .mapToObj(member -> new DiversificationResult(
                            made.get(member).binary(),
                            manifests.get(member),
                            sourceMaps.get(member),
                            generation.faults()))
                    .toList();
        }
    }

    private static List<String> platformWarnings(
            DiversificationRequest request, BinaryenModule module, BudgetedLinker.Linked linked) {
        return request.linking()
                .deployment()
                .map(where -> PlatformChecks.warnings(
                        where.platform(),
                        new OutputProperties(
                                linked.features(),
                                module.initialMemoryBytes(),
                                linked.functions().isEmpty() ? Optional.empty() : Optional.of(linked.randomness()),
                                new MultivariantLinker(module).obstacleToWasi(),
                                linked.output().length,
                                OutputProperties.gzippedSize(linked.output()))))
                .orElse(List.of());
    }
}
