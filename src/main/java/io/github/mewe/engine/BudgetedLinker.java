package io.github.mewe.engine;

import io.github.mewe.binaryen.BinaryenModule;
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
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Stream;

/** Links variants into a binary within the budget for code growth. */
final class BudgetedLinker {
    private static final int MOST_ATTEMPTS = 5;

    /** Linking again is worthwhile if at least this share of the budget is unused. */
    private static final double WORTHWHILE_SHARE = 0.001;

    private final DiversificationJob job;
    private final Set<String> exported;
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
     * @param exported the names of the exported functions
     * @param planner decides the granularity of each function
     * @param stack hardens the stack frames
     * @param heap guards the heap blocks
     * @param threads the number of threads; the binaries do not depend on it
     */
    BudgetedLinker(
            DiversificationJob job,
            Set<String> exported,
            GranularityPlanner planner,
            StackHardening stack,
            HeapHardening heap,
            int threads) {
        this.job = job;
        this.stack = stack;
        this.heap = heap;
        this.threads = threads;
        this.exported = exported;
        this.planner = planner;
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

    /**
     * Links repeatedly. Sizes are only estimates before linking, so each attempt corrects the estimate by the size of
     * the encoded code.
     */
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
            long allowance = limit - codeBytes;
            long cut = 0;
            LinkedBinary best = null;
            // Each cut is at least twice the previous one, so the loop soon ends.
            for (int i = 0; i < MOST_ATTEMPTS || best == null && allowance > 0; i++) {
                LinkedBinary linked = within(allowance);
                long room = limit - linked.output().layout().codeBytes();
                boolean fits = room >= 0 || linked.isUnchanged();
                if (!fits && best != null) {
                    break;
                }
                if (fits) {
                    best = linked;
                    boolean isCut = linked.kept().stream().anyMatch(FunctionVariants::isCut);
                    if (!isCut || room < limit * WORTHWHILE_SHARE) {
                        break;
                    }
                    // Variants are often a little larger than estimated.
                    allowance += room - room / 8;
                } else {
                    // A small cut may leave the selection of variants unchanged.
                    cut = Math.max(64 - room - room / 4, 2 * cut);
                    allowance = Math.max(0, allowance - cut);
                }
            }
            return best == null ? within(0) : best;
        }

        private LinkedBinary within(long allowance) {
            List<Integer> bodySizes = job.input().layout().bodySizes();
            int usual = job.request().generation().budget().variants();
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
        // Each attempt links into a fresh copy. The module that the variants were generated for stays open, because
        // their opaque leaves are copied from it.
        try (BinaryenModule target = BinaryenModule.open(
                job.input().bytes(), job.input().sourceMap().map(SourceMap::skeleton), linkable.leftAlone())) {
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
            Written written = validated(target, functions.isEmpty(), outputName);
            var output = new OutputModule(
                    outputName,
                    written.bytes(),
                    BinaryLayout.of(written.bytes()),
                    target.outputOrder(),
                    CallPaths.bits(target, functions),
                    options.target().platform().isPresent() ? target.features().used() : Set.of());
            return new LinkedBinary(
                    kept,
                    plan,
                    new LinkedBinary.Added(functions, linker.harvest(), frames, heapAlarm),
                    resolved,
                    output,
                    written.sourceMap());
        }
    }

    /**
     * Validates while it writes; neither changes the module. If writing fails because the module is invalid, the
     * validation says why.
     */
    private Written validated(BinaryenModule target, boolean isUnchanged, String outputName) {
        CompletableFuture<Optional<String>> problem = CompletableFuture.supplyAsync(target::validate);
        try {
            return write(target, isUnchanged, outputName);
        } finally {
            problem.join().ifPresent(BudgetedLinker::fail);
        }
    }

    private static void fail(String message) {
        throw new IllegalStateException("the output is invalid, which is a bug in this plugin: "
                + message.lines().limit(6).toList());
    }

    private record Written(byte[] bytes, Optional<byte[]> sourceMap) {}

    private Written write(BinaryenModule target, boolean isUnchanged, String outputName) {
        if (isUnchanged) {
            // Encoding an unchanged module could change its bytes.
            return new Written(job.input().bytes(), Optional.empty());
        }
        Optional<SourceMap> sourceMap = job.input().sourceMap();
        if (sourceMap.isEmpty()) {
            return new Written(target.write(), Optional.empty());
        }
        BinaryenModule.Mapped mapped = target.writeMapped(outputName + ".map");
        return new Written(mapped.binary(), Optional.of(sourceMap.get().with(mapped.sourceMap(), outputName)));
    }
}
