package io.github.mewe.bench.survival;

import io.github.mewe.bench.survival.SingleRules.Rule;
import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.common.DeepThread;
import io.github.mewe.engine.StrategyRegistry;
import io.github.mewe.link.Granularity;
import io.github.mewe.link.LinkPlan;
import io.github.mewe.link.LinkPlan.DrawKey;
import io.github.mewe.link.LinkedFunction;
import io.github.mewe.link.LinkedFunction.LinkedVariant;
import io.github.mewe.link.MultivariantLinker;
import io.github.mewe.link.RandomnessSource;
import io.github.mewe.measure.BodyFingerprints;
import io.github.mewe.measure.CompilationRefusedException;
import io.github.mewe.measure.DistinctVariants;
import io.github.mewe.measure.MachineCode;
import io.github.mewe.measure.NodeCompiler;
import io.github.mewe.report.Manifest;
import io.github.mewe.variant.FunctionVariants;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * Measures each rule of each strategy alone: in how many functions it changes something, and in which share of those
 * the machine code, and the optimised form, differs from the original's. All rules' variants of a module lie in one
 * multivariant binary, so that each compiler sees it once.
 */
final class RuleSurvival {
    private static final List<String> MODULES = List.of("libsodium", "yoga");
    private static final String HEADER = """
            # How each rule, applied alone, survives compilers: the functions of libsodium and yoga that it changes, and the
            # shares of them whose machine code in V8 and in Cranelift, and whose form after Binaryen's -O2, differs from
            # the original's. Made by: bash src/bench/survival/run.sh --rules
            # strategy\trule\tchanged functions\tv8\tcranelift\to2
            """;

    private final Path base;
    private final Path corpus;
    private final Map<Rule, Counts> counts = new HashMap<>();

    RuleSurvival(Path base, Path corpus) {
        this.base = base;
        this.corpus = corpus;
    }

    /** What is counted of one rule. */
    private static final class Counts {
        private int changed;
        private int v8;
        private int cranelift;
        private int optimised;
    }

    void write() throws IOException, InterruptedException, CompilationRefusedException {
        for (String module : MODULES) {
            measure(Files.readAllBytes(corpus.resolve(module).resolve("module.wasm")));
        }
        var text = new StringBuilder(HEADER);
        StrategyRegistry.create(List.of()).stream()
                .flatMap(strategy -> strategy.rules().stream().map(rule -> new Rule(strategy.name(), rule)))
                .sorted(Comparator.comparing(Rule::strategy).thenComparing(Rule::name))
                .forEach(rule -> text.append(line(rule, counts.getOrDefault(rule, new Counts()))));
        Files.writeString(base.resolve("src/main/resources/io/github/mewe/variant/survival.tsv"), text);
    }

    private static String line(Rule rule, Counts counts) {
        return String.join(
                        "\t",
                        rule.strategy(),
                        rule.name(),
                        String.valueOf(counts.changed),
                        share(counts.v8, counts.changed),
                        share(counts.cranelift, counts.changed),
                        share(counts.optimised, counts.changed))
                + '\n';
    }

    /** A rule that changed nothing has no share. */
    private static String share(int part, int whole) {
        return whole == 0 ? "-" : String.format(Locale.ROOT, "%.3f", (double) part / whole);
    }

    private void measure(byte[] input) throws IOException, InterruptedException, CompilationRefusedException {
        Linked linked = DeepThread.call(() -> link(input));
        MachineCode v8 = new NodeCompiler("node").compile(linked.binary());
        MachineCode cranelift = new CraneliftEngine().compile(linked.binary());
        BodyFingerprints written = BodyFingerprints.written(linked.binary(), linked.functions());
        BodyFingerprints optimised = BodyFingerprints.optimised(linked.binary(), linked.functions());
        for (int i = 0; i < linked.functions().size(); i++) {
            Manifest.Function function = linked.functions().get(i);
            for (int k = 0; k < function.variants().size(); k++) {
                // A pipeline of passes may leave a body as it was.
                if (isDistinct(function, k, written.fingerprints()::get) == 0) {
                    continue;
                }
                Counts of = counts.computeIfAbsent(linked.rules().get(i).get(k), rule -> new Counts());
                of.changed++;
                of.v8 += isDistinct(function, k, v8::of);
                of.cranelift += isDistinct(function, k, cranelift::of);
                of.optimised += isDistinct(function, k, optimised.fingerprints()::get);
            }
        }
    }

    private static int isDistinct(Manifest.Function function, int variant, IntFunction<String> fingerprints) {
        var alone = new Manifest.Function(
                function.name(),
                function.index(),
                function.dispatcherIndex(),
                function.instructions(),
                function.bytes(),
                function.originalIndex(),
                function.originalName(),
                null,
                null,
                List.of(function.variants().get(variant)),
                null);
        return new DistinctVariants(fingerprints).of(alone);
    }

    /** A binary with the variants of all rules, the functions that have some, and the rule of each variant. */
    private record Linked(byte[] binary, List<Manifest.Function> functions, List<List<Rule>> rules) {}

    private static Linked link(byte[] input) {
        try (BinaryenModule source = BinaryenModule.open(input);
                BinaryenModule target = BinaryenModule.open(input)) {
            SingleRules rules = SingleRules.in(source, input);
            List<LinkedFunction> linked = new MultivariantLinker(target)
                    .link(new LinkPlan(rules.functions(), Granularity.CALL, RandomnessSource.FIXED, new DrawKey(1, 2)));
            target.validate().ifPresent(message -> {
                throw new IllegalStateException(message);
            });
            byte[] binary = target.write();
            Map<String, Integer> indices = new HashMap<>();
            target.outputOrder().forEach(name -> indices.put(name, indices.size()));
            var functions = new ArrayList<Manifest.Function>();
            var rulesOf = new ArrayList<List<Rule>>();
            for (LinkedFunction function : linked) {
                functions.add(entry(function, rules.functions().get(function.index()), indices));
                rulesOf.add(rules.rules().get(function.index()));
            }
            return new Linked(binary, functions, rulesOf);
        }
    }

    private static Manifest.Function entry(
            LinkedFunction function, FunctionVariants generated, Map<String, Integer> indices) {
        var variants = new ArrayList<Manifest.Variant>();
        for (LinkedVariant variant : function.variants()) {
            List<Integer> helpers = variant.helpers().stream().map(indices::get).toList();
            variants.add(new Manifest.Variant(indices.get(variant.name()), variant.name(), 0, helpers, List.of()));
        }
        int dispatcher = indices.get(function.name());
        return new Manifest.Function(
                function.name(),
                dispatcher,
                dispatcher,
                generated.instructions(),
                generated.bytes(),
                indices.get(function.original().orElseThrow()),
                function.original().orElseThrow(),
                null,
                null,
                variants,
                null);
    }
}
