package io.github.mewe.engine;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.binaryen.Feature;
import io.github.mewe.link.CallPaths;
import io.github.mewe.link.DispatchOptions;
import io.github.mewe.link.DispatchShape;
import io.github.mewe.link.GranularityPlan;
import io.github.mewe.link.GranularityPlanner;
import io.github.mewe.link.LinkPlan;
import io.github.mewe.link.LinkedFunction;
import io.github.mewe.link.MultivariantLinker;
import io.github.mewe.link.RandomnessSource;
import io.github.mewe.link.Weights;
import io.github.mewe.variant.FunctionVariants;
import io.github.mewe.variant.GrowthAllotment;
import io.github.mewe.wasm.BinaryLayout;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongFunction;

/** Links variants into binaries that keep to the budget for growth, and writes them. */
final class BudgetedLinker {
    private static final int RELINKS = 5;

    /** Less room than this share of the budget is not worth linking again for. */
    private static final double WASTED_SHARE = 0.03;

    private final byte[] input;
    private final Optional<SourceMap> sourceMap;
    private final BinaryLayout layout;
    private final Set<String> exported;
    private final DiversificationRequest request;
    private final GranularityPlanner planner;
    private final Function<String, Weights> weights;

    /**
     * A maker.
     *
     * @param input the input, in the binary format
     * @param sourceMap its source map
     * @param layout where its code is
     * @param exported the names of the functions that it exports
     * @param request what is asked for
     * @param planner decides when choices are made
     */
    BudgetedLinker(
            byte[] input,
            Optional<SourceMap> sourceMap,
            BinaryLayout layout,
            Set<String> exported,
            DiversificationRequest request,
            GranularityPlanner planner) {
        this.input = input;
        this.sourceMap = sourceMap;
        this.layout = layout;
        this.exported = exported;
        this.request = request;
        this.planner = planner;
        this.weights = request.linking().weights().compiled();
    }

    /** What came of linking some of the variants. */
    record Linked(
            List<FunctionVariants> kept,
            GranularityPlan plan,
            List<LinkedFunction> functions,
            byte[] output,
            BinaryLayout layout,
            List<String> order,
            RandomnessSource randomness,
            DispatchShape shape,
            Optional<byte[]> sourceMap,
            Optional<String> seedExport,
            double pathBits,
            Set<Feature> features) {
        int imports() {
            return order.size() - layout.bodies().size();
        }
    }

    /**
     * Makes a binary.
     *
     * @param functions the variants
     * @param seed what its numbers are drawn by
     * @param outputName its name, which its source map has
     */
    Linked make(List<FunctionVariants> functions, BuildSeed seed, String outputName) {
        List<Integer> codeBytes = layout.bodySizes();
        Linked unobserved = within(
                (long) (request.generation().budget().maxGrowth() * layout.codeBytes()),
                layout.codeBytes(),
                allowance -> link(
                        GrowthAllotment.within(functions, codeBytes, exported, allowance),
                        request.unobserved().linking(),
                        seed,
                        outputName));
        // What observes choices is not counted into the growth: it would leave less room for variants, and a run of the
        // output that is deployed could not be replayed.
        return request.equals(request.unobserved())
                ? unobserved
                : link(unobserved.kept(), request.linking(), seed, outputName);
    }

    /** Sizes are estimated before linking: what was written says how much more or less room there is. */
    private static Linked within(long limit, long codeBytes, LongFunction<Linked> link) {
        long allowance = limit - codeBytes;
        Linked best = null;
        for (int i = 0; i < RELINKS; i++) {
            Linked linked = link.apply(allowance);
            long room = limit - linked.layout().codeBytes();
            boolean fits = room >= 0 || linked.functions().isEmpty();
            if (!fits && best != null) {
                break;
            }
            if (fits) {
                best = linked;
                boolean leftOut = linked.kept().stream().anyMatch(FunctionVariants::isCut);
                if (!leftOut || room < limit * WASTED_SHARE) {
                    break;
                }
                allowance += room;
            } else {
                allowance = Math.max(0, allowance + room + room / 4 - 64);
            }
        }
        return best == null ? link.apply(0) : best;
    }

    private Linked link(List<FunctionVariants> kept, LinkOptions options, BuildSeed seed, String outputName) {
        // The variants' unmodelled nodes are copied from the module that they were generated for, so that one stays
        // open.
        try (BinaryenModule target = open()) {
            var linker = new MultivariantLinker(target);
            RandomnessSource randomness =
                    linker.resolve(options.source(linker.obstacleToWasi().isEmpty()));
            Optional<String> seedExport = linker.seedExport(randomness);
            DispatchOptions dispatch = options.dispatch();
            DispatchShape shape = linker.resolve(dispatch.shape());
            GranularityPlan plan = planner.plan(kept);
            List<LinkedFunction> functions = linker.link(new LinkPlan(
                    kept,
                    plan.modes(),
                    randomness,
                    seed.drawKey(),
                    seed.linking(),
                    kept.stream()
                            .map(function -> weights.apply(function.name()))
                            .toList(),
                    dispatch.withShape(shape)));
            target.validate().ifPresent(message -> {
                throw new IllegalStateException("the output is not valid, which is a fault of this plugin: "
                        + message.lines().limit(6).toList());
            });
            Output output = write(target, functions.isEmpty(), outputName);
            return new Linked(
                    kept,
                    plan,
                    functions,
                    output.binary(),
                    BinaryLayout.of(output.binary()),
                    target.outputOrder(),
                    randomness,
                    shape,
                    output.sourceMap(),
                    seedExport,
                    CallPaths.bits(target, functions),
                    options.deployment().isPresent() ? target.usedFeatures() : Set.of());
        }
    }

    private BinaryenModule open() {
        return sourceMap
                .map(map -> BinaryenModule.open(input, map.skeleton()))
                .orElseGet(() -> BinaryenModule.open(input));
    }

    private record Output(byte[] binary, Optional<byte[]> sourceMap) {}

    private Output write(BinaryenModule target, boolean isUnchanged, String outputName) {
        if (isUnchanged) {
            // Encoding it anew would change a module in which nothing is diversified.
            return new Output(input, Optional.empty());
        }
        if (sourceMap.isEmpty()) {
            target.removeSourceMapUrl();
            return new Output(target.write(), Optional.empty());
        }
        BinaryenModule.Mapped written = target.writeMapped(outputName + ".map");
        return new Output(written.binary(), Optional.of(sourceMap.get().with(written.sourceMap(), outputName)));
    }
}
