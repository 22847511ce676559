package io.github.mewe.engine;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.common.DeepThread;
import io.github.mewe.common.OptimizingCompiler;
import io.github.mewe.equivalence.Solvers;
import io.github.mewe.link.GranularityPlanner;
import io.github.mewe.link.LinkException;
import io.github.mewe.link.MultivariantLinker;
import io.github.mewe.report.Manifest;
import io.github.mewe.variant.DerivationCheck;
import io.github.mewe.variant.GenerationCache;
import io.github.mewe.variant.GenerationLimits;
import io.github.mewe.variant.Survival;
import io.github.mewe.variant.VariantDistribution;
import io.github.mewe.variant.VariantGenerator;
import io.github.mewe.variant.VariantGenerator.Generation;
import io.github.mewe.variant.synthesis.ReplacementDatabase;
import io.github.mewe.variant.synthesis.Replacements;
import io.github.mewe.wasm.MalformedModuleException;
import io.github.mewe.wasm.component.ComponentBinary;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/** Makes multivariant binaries: reads, generates, plans, links, describes, checks, writes. */
public final class Diversifier {
    private static final String UNVERIFIABLE =
            "not verifiable: no written variant is proved, and the embedded engine cannot execute one";

    private final int threads;
    private final StrategySource strategies;
    private final UnaryOperator<DerivationCheck> check;
    /** Loads while the native library does. */
    private final CompletableFuture<ReplacementDatabase> shipped =
            CompletableFuture.supplyAsync(ReplacementDatabase::load);

    private final Survival survival = Survival.load();

    /**
     * Creates a diversifier.
     *
     * @param threads the number of threads that generate variants; the output does not depend on it
     * @param nativeDirectory where to unpack the native library if the temporary directory is unusable
     * @throws EnvironmentException if the native library cannot be loaded
     */
    public Diversifier(int threads, Path nativeDirectory) {
        this(threads, nativeDirectory, StrategyRegistry::create, check -> check);
    }

    /**
     * Creates a diversifier with strategies and a check of variants other than the plugin's.
     *
     * @param threads the number of threads that generate variants; the output does not depend on it
     * @param nativeDirectory where to unpack the native library if the temporary directory is unusable
     * @param strategies creates the strategies
     * @param check returns the check of variants, given the plugin's
     * @throws EnvironmentException if the native library cannot be loaded
     */
    public Diversifier(
            int threads, Path nativeDirectory, StrategySource strategies, UnaryOperator<DerivationCheck> check) {
        this.threads = threads;
        this.strategies = strategies;
        this.check = check;
        try {
            BinaryenModule.loadNativeLibrary(nativeDirectory);
        } catch (RuntimeException e) {
            throw new EnvironmentException(e.getMessage(), e);
        }
    }

    /** Returns true if a solver is on the class path, which a live search for replacements needs. */
    public static boolean canSearchLive() {
        return Solvers.isAvailable();
    }

    /**
     * Diversifies a module, or the core modules of a component, into one binary.
     *
     * @param name the name of the input's file
     * @param input a module or a component in the binary format
     * @param outputName the name of the output's file
     * @param request a request for one binary
     * @param progress receives the number of finished functions
     * @throws DiversificationException if the input is not a module, or cannot be diversified as requested
     */
    public DiversificationResult diversify(
            String name, byte[] input, String outputName, DiversificationRequest request, Progress progress) {
        return population(name, input, Optional.empty(), List.of(outputName), request, progress)
                .get(0);
    }

    /**
     * Diversifies a module, or the core modules of a component, into all binaries of a population.
     *
     * @param name the name of the input's file
     * @param input a module or a component in the binary format
     * @param sourceMap the input's source map; each output then refers to its own, the output's name with {@code .map}
     *     appended
     * @param outputNames the names of the outputs' files, one for each binary of the population
     * @param request the request
     * @param progress receives the number of finished functions
     * @return the binaries, in the order of the names
     * @throws DiversificationException if the input is not a module, or cannot be diversified as requested
     * @throws io.github.mewe.binaryen.MalformedSourceMapException if the source map is malformed
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
                    outputNames.size() + " names for a population of " + request.population());
        }
        OptimizingCompiler.prepareFor(input.length);
        try {
            return DeepThread.call(() -> {
                if (ComponentBinary.isComponent(input)) {
                    return new ComponentDiversifier(this::diversify)
                            .population(name, input, outputNames, request, progress);
                }
                InputModule module = InputModule.read(name, input, sourceMap);
                return diversify(DiversificationJob.of(module, request), outputNames, progress);
            });
        } catch (MalformedModuleException | LinkException e) {
            throw new DiversificationException(e.getMessage(), e);
        } catch (OutOfMemoryError e) {
            throw new DiversificationException(
                    "the Java heap is too small for this module. Set a larger one, for example -Xmx4g, in <jvmArguments>"
                            + " (mewe.jvmArguments), or in MAVEN_OPTS if <fork> (mewe.fork) is false",
                    e);
        }
    }

    private List<DiversificationResult> diversify(DiversificationJob job, List<String> outputNames, Progress progress) {
        try (BinaryenModule binaryen = BinaryenModule.open(job.input().bytes());
                var targets = new LinkTargets(job.input());
                var knowledge = SynthesisKnowledge.open(shipped.join(), job.request())) {
            AnalyzedModule module = read(job, binaryen);
            var checker = DerivationChecker.forBuild(binaryen, module.source());
            VariantCostLimits costs = VariantCostLimits.of(module.workload(), job.request());
            Optional<VariantCache> cache = VariantCache.open(job, module, costs, outputNames.get(0));
            Generation generation = generate(
                    job,
                    module,
                    generator(job, knowledge.replacements(), costs, check.apply(checker)),
                    cache,
                    progress);
            var linker = new BudgetedLinker(job, module, targets, plan(job, module), threads);
            while (true) {
                List<LinkedBinary> binaries = link(job, linker, generation, outputNames);
                var written = new WrittenBodyCheck(
                        binaryen,
                        checker,
                        cache.<ProofCache>map(opened -> opened).orElse(ProofCache.NONE),
                        threads);
                List<Manifest> manifests = confirm(describe(job, module, generation, binaries), binaries, written);
                if (written.unverifiable().isEmpty()) {
                    cache.ifPresent(VariantCache::save);
                    return write(binaries, manifests, generation.faults());
                }
                // Encoding changes a body, seldom so much that the checker cannot follow.
                generation = generation.without(written.unverifiable(), UNVERIFIABLE);
            }
        }
    }

    private AnalyzedModule read(DiversificationJob job, BinaryenModule binaryen) {
        if (!job.request().force() && MultivariantLinker.isMultivariant(binaryen)) {
            throw new DiversificationException("the module is already multivariant. Name the original module with"
                    + " <input> (mewe.input), or set <force> (mewe.force) to true to diversify this one and its"
                    + " dispatchers again");
        }
        return AnalyzedModule.of(job, binaryen, threads);
    }

    private VariantGenerator generator(
            DiversificationJob job, Replacements replacements, VariantCostLimits costs, DerivationCheck checked) {
        GenerationOptions options = job.request().generation();
        return new VariantGenerator(
                strategies.create(options.strategies(), replacements),
                new GenerationLimits(options.budget(), costs, job.request().population()),
                survival,
                job.seed().generation(),
                threads,
                checked);
    }

    private static Generation generate(
            DiversificationJob job,
            AnalyzedModule module,
            VariantGenerator generator,
            Optional<VariantCache> cache,
            Progress progress) {
        int functions = module.source().functionCount();
        return generator.generate(
                module.source(),
                job.request().generation().functions().compiled(),
                cache.<GenerationCache>map(opened -> opened).orElse(GenerationCache.NONE),
                done -> progress.functionsDone(done, functions));
    }

    private static GranularityPlanner plan(DiversificationJob job, AnalyzedModule module) {
        LinkOptions options = job.request().linking();
        return new GranularityPlanner(
                module.workload(),
                options.maxOverhead(),
                options.granularity()::of,
                options.weights().compiled(),
                module.source().framePreserving());
    }

    private static List<LinkedBinary> link(
            DiversificationJob job, BudgetedLinker linker, Generation generation, List<String> outputNames) {
        VariantDistribution distribution = job.distribution();
        var binaries = new ArrayList<LinkedBinary>();
        for (int i = 0; i < outputNames.size(); i++) {
            binaries.add(
                    linker.link(distribution.of(i, generation.functions()), job.linkSeed(i + 1), outputNames.get(i)));
        }
        return binaries;
    }

    private static List<Manifest> describe(
            DiversificationJob job, AnalyzedModule module, Generation generation, List<LinkedBinary> binaries) {
        var builder = new ManifestBuilder(job, module, generation.timeLimited());
        var manifests = new ArrayList<Manifest>();
        for (int i = 0; i < binaries.size(); i++) {
            manifests.add(builder.build(binaries.get(i), i + 1));
        }
        return binaries.size() == 1
                ? manifests
                : new PopulationReport(job, generation.functions()).of(manifests, binaries);
    }

    private static List<Manifest> confirm(
            List<Manifest> manifests, List<LinkedBinary> binaries, WrittenBodyCheck check) {
        var confirmed = new ArrayList<Manifest>();
        for (int i = 0; i < manifests.size(); i++) {
            confirmed.add(check.confirmed(manifests.get(i), binaries.get(i)));
        }
        return confirmed;
    }

    private static List<DiversificationResult> write(
            List<LinkedBinary> binaries, List<Manifest> manifests, List<String> faults) {
        var results = new ArrayList<DiversificationResult>();
        for (int i = 0; i < binaries.size(); i++) {
            LinkedBinary binary = binaries.get(i);
            results.add(
                    new DiversificationResult(binary.output().bytes(), manifests.get(i), binary.sourceMap(), faults));
        }
        return results;
    }
}
