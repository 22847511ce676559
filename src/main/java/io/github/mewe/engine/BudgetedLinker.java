package io.github.mewe.engine;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.common.DeepThread;
import io.github.mewe.engine.EngineAcceptance.Linkable;
import io.github.mewe.harden.HardenedFrames;
import io.github.mewe.link.CallPaths;
import io.github.mewe.link.GranularityPlan;
import io.github.mewe.link.GranularityPlanner;
import io.github.mewe.link.LinkPlan;
import io.github.mewe.link.LinkPlan.ChoiceSeeds;
import io.github.mewe.link.LinkedFunction;
import io.github.mewe.link.MultivariantLinker;
import io.github.mewe.link.Weights;
import io.github.mewe.variant.FunctionVariants;
import io.github.mewe.variant.GrowthAllocation;
import io.github.mewe.wasm.BinaryLayout;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Links variants into a binary within the budget for code growth. */
final class BudgetedLinker {
    private final DiversificationJob job;
    private final Set<String> exported;
    private final LinkTargets targets;
    private final GranularityPlanner planner;
    private final Function<String, Weights> weights;
    private final EngineAcceptance limits;
    private final StackHardening stack;
    private final HeapHardening heap;
    private final int threads;

    /**
     * Creates a linker for all binaries of a population.
     *
     * @param job the request and its input
     * @param module the input, analysed
     * @param targets the modules to link into
     * @param planner decides the granularity of each function
     * @param threads the number of threads; the binaries do not depend on it
     */
    BudgetedLinker(
            DiversificationJob job,
            AnalyzedModule module,
            LinkTargets targets,
            GranularityPlanner planner,
            int threads) {
        this.job = job;
        this.exported = module.binaryen().exports().functions();
        this.stack = StackHardening.of(job, module);
        this.heap = module.heap();
        this.targets = targets;
        this.planner = planner;
        this.threads = threads;
        this.weights = job.request().linking().weights().compiled();
        this.limits = new EngineAcceptance(job.input());
    }

    /**
     * Links a binary.
     *
     * @param functions every defined function with its variants
     * @param seed the seed of this binary
     * @param outputName the name of the binary's file, for its source map
     */
    LinkedBinary link(List<FunctionVariants> functions, BuildSeed seed, String outputName) {
        DiversificationRequest request = job.request();
        DiversificationRequest unobserved = request.unobserved();
        LinkedBinary fitting = new Attempts(functions, unobserved.linking(), seed, outputName).fitting();
        // Tracing and forcing do not count as growth. The binary then has the same variants as the deployed one, and
        // can replay its runs.
        return request.equals(unobserved) ? fitting : link(fitting.kept(), request.linking(), seed, outputName);
    }

    /** Links repeatedly, until the code is about as large as the limit allows. */
    private final class Attempts {
        private final List<FunctionVariants> functions;
        private final LinkOptions options;
        private final BuildSeed seed;
        private final String outputName;
        private final long codeBytes = job.input().layout().codeBytes();
        private final long limit = job.request().generation().budget().maxCodeBytes(codeBytes);

        private Attempts(List<FunctionVariants> functions, LinkOptions options, BuildSeed seed, String outputName) {
            this.functions = functions;
            this.options = options;
            this.seed = seed;
            this.outputName = outputName;
        }

        /** The largest binary found within the limit. */
        private LinkedBinary fitting() {
            var search = new GrowthSearch(limit, codeBytes);
            LinkedBinary best = null;
            while (search.goesOn()) {
                LinkedBinary linked = within(search.allowance());
                long room = limit - linked.output().layout().codeBytes();
                if (room >= 0 || linked.isUnchanged()) {
                    best = linked;
                    if (linked.kept().stream().noneMatch(FunctionVariants::isCut)) {
                        break;
                    }
                    search.fitted(room);
                } else {
                    search.exceeded(-room);
                }
            }
            return best == null ? within(0) : best;
        }

        private LinkedBinary within(long allowance) {
            List<Integer> bodySizes = job.input().layout().bodySizes();
            int usual = job.request().generation().budget().usualVariants(codeBytes);
            List<FunctionVariants> kept = GrowthAllocation.within(functions, bodySizes, exported, usual, allowance);
            return link(kept, options, seed, outputName);
        }
    }

    /** Links. If the binary exceeds a limit of engines, links again without the variants that cause it. */
    private LinkedBinary link(List<FunctionVariants> kept, LinkOptions options, BuildSeed seed, String outputName) {
        var linkable = new Linkable(kept, Map.of());
        while (true) {
            LinkedBinary linked = link(linkable, options, seed, outputName);
            Optional<Linkable> accepted = limits.accepted(linkable, linked);
            if (accepted.isEmpty()) {
                return linked;
            }
            linkable = accepted.get();
        }
    }

    private LinkedBinary link(Linkable linkable, LinkOptions options, BuildSeed seed, String outputName) {
        List<FunctionVariants> kept = linkable.functions();
        try (BinaryenModule target = targets.open(linkable.leftAlone())) {
            MultivariantLinker linker = job.input()
                    .entryPoints()
                    .map(entryPoints -> new MultivariantLinker(target, entryPoints))
                    .orElseGet(() -> new MultivariantLinker(target));
            ResolvedOptions resolved = ResolvedOptions.of(options, linker);
            GranularityPlan plan = planner.plan(kept);
            List<LinkedFunction> functions = linker.link(
                    new LinkPlan(
                            kept,
                            plan.modes(),
                            new ChoiceSeeds(resolved.requested(), seed.drawKey(), seed.linking()),
                            kept.stream()
                                    .map(FunctionVariants::name)
                                    .map(weights)
                                    .toList(),
                            options.dispatch().withShape(resolved.shape()),
                            Stream.concat(stack.guard(seed).stream(), heap.parts().stream())
                                    .toList()),
                    threads);
            HardenedFrames frames = stack.apply(target, functions, linker.guardGlobals(), seed);
            Optional<String> heapAlarm = functions.isEmpty() ? Optional.empty() : heap.apply(target, linker);
            Written written = write(target, functions, outputName);
            return new LinkedBinary(
                    kept,
                    plan,
                    new LinkedBinary.Added(functions, linker.harvest(), frames, heapAlarm),
                    resolved,
                    written.output(),
                    written.sourceMap());
        }
    }

    private record Written(OutputModule output, Optional<byte[]> sourceMap) {}

    /**
     * Validates and counts paths while it encodes; none of these changes the module. If encoding fails because the
     * module is invalid, the validation says why.
     */
    private Written write(BinaryenModule target, List<LinkedFunction> functions, String outputName) {
        Supplier<Double> pathBits = DeepThread.start(() -> {
            target.validate().ifPresent(BudgetedLinker::fail);
            return CallPaths.bits(target, functions);
        });
        Encoded encoded;
        try {
            encoded = encode(target, functions.isEmpty(), outputName);
        } finally {
            pathBits.get();
        }
        boolean isForPlatform = job.request().linking().target().platform().isPresent();
        var output = new OutputModule(
                outputName,
                encoded.bytes(),
                BinaryLayout.of(encoded.bytes()),
                target.outputOrder(),
                pathBits.get(),
                isForPlatform ? target.features().used() : Set.of());
        return new Written(output, encoded.sourceMap());
    }

    private static void fail(String message) {
        throw new IllegalStateException("the output is invalid, which is a bug in this plugin: "
                + message.lines().limit(6).toList());
    }

    private record Encoded(byte[] bytes, Optional<byte[]> sourceMap) {}

    private Encoded encode(BinaryenModule target, boolean isUnchanged, String outputName) {
        if (isUnchanged) {
            // Encoding an unchanged module could change its bytes.
            return new Encoded(job.input().bytes(), Optional.empty());
        }
        Optional<SourceMap> sourceMap = job.input().sourceMap();
        if (sourceMap.isEmpty()) {
            return new Encoded(target.write(), Optional.empty());
        }
        BinaryenModule.Mapped mapped = target.writeMapped(outputName + ".map");
        return new Encoded(mapped.binary(), Optional.of(sourceMap.get().with(mapped.sourceMap(), outputName)));
    }
}
