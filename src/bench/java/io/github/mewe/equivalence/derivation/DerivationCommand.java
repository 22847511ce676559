package io.github.mewe.equivalence.derivation;

import static io.github.mewe.bench.Figures.count;
import static io.github.mewe.bench.Figures.fixed;
import static io.github.mewe.bench.Figures.percent;

import io.github.mewe.bench.Page;
import io.github.mewe.bench.ProjectFiles;
import io.github.mewe.bench.Requests;
import io.github.mewe.bench.Table;
import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.engine.InputFacts;
import io.github.mewe.engine.ModuleSource;
import io.github.mewe.engine.StrategyRegistry;
import io.github.mewe.fixture.RealModules;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.variant.Classification;
import io.github.mewe.variant.DerivationStep;
import io.github.mewe.variant.GenerationLimits;
import io.github.mewe.variant.Step;
import io.github.mewe.variant.Survival;
import io.github.mewe.variant.Variant;
import io.github.mewe.variant.VariantGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures how many steps of derivations the checker accepts. */
@Command(
        name = "src/bench/derivation/run.sh",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "Measures how many steps and variants the checker of derivations accepts, and why it rejects"
                + " others. Writes the tables to target/derivation/derivation.md.")
final class DerivationCommand implements Callable<Integer> {
    @Option(
            names = "--modules",
            split = ",",
            defaultValue = "tiny,libsodium,sqlite,brotli,resvg,yoga,gofmt,teavm-gc",
            description = "Modules of src/test/corpus.")
    private List<String> modules;

    @Option(
            names = "--functions",
            defaultValue = "100",
            description = "The number of functions per module, evenly spread; 0 for all.")
    private int functions;

    @Option(names = "--show", description = "Print each rejected step of this rule.")
    private String shown;

    private final Map<String, int[]> byRule = new TreeMap<>();
    private final Map<String, Integer> reasons = new TreeMap<>();

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new DerivationCommand()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        BinaryenModule.loadNativeLibrary(ProjectFiles.target());
        var outcomes = new Table(
                List.of("module"),
                List.of("variants", "accepted", "at once", "steps", "accepted steps", "ms per step", "slowest ms"));
        for (String module : modules) {
            measure(module, outcomes);
        }
        var page = new Page("Derivations");
        page.section("Variants").add(outcomes);
        var rules = new Table(List.of("rule"), List.of("steps", "accepted", "rejected"));
        byRule.entrySet().stream()
                .sorted(Comparator.comparingInt((Map.Entry<String, int[]> entry) -> entry.getValue()[1])
                        .reversed())
                .forEach(entry -> rules.row(
                        entry.getKey(),
                        count(entry.getValue()[0] + entry.getValue()[1]),
                        percent((double) entry.getValue()[0] / (entry.getValue()[0] + entry.getValue()[1]), 1),
                        entry.getValue()[1]));
        var why = new Table(List.of("rejected because"), List.of("steps"));
        reasons.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .limit(60)
                .forEach(entry -> why.row(entry.getKey(), entry.getValue()));
        page.section("Rules").add(rules).add(why);
        Files.createDirectories(ProjectFiles.target().resolve("derivation"));
        page.write(ProjectFiles.target().resolve("derivation/derivation.md"));
        return 0;
    }

    private void measure(String name, Table outcomes) throws IOException {
        byte[] input = RealModules.read(name);
        try (BinaryenModule module = BinaryenModule.open(input)) {
            var source = new ModuleSource(module, input);
            int count = source.functionCount();
            int every = functions == 0 ? 1 : Math.max(1, count / functions);
            Set<String> selected = new HashSet<>();
            for (int i = 0; i < count; i += every) {
                selected.add(source.functionName(i));
            }
            var tally = new Tally();
            var checker = new StepChecker(new InputFacts(module), shown != null);
            var limits =
                    new GenerationLimits(Requests.DEFAULT_BUDGET, any -> Requests.DEFAULT_BUDGET.maxVariantCost(), 1);
            new VariantGenerator(
                            StrategyRegistry.create(List.of()),
                            limits,
                            Survival.load(),
                            1,
                            1,
                            (original, variant) -> check(checker, name, original, variant, tally))
                    .generate(source, selected::contains, done -> {});
            outcomes.row(
                    name,
                    count(tally.variants),
                    percent((double) tally.accepted / Math.max(1, tally.variants), 1),
                    percent((double) tally.atOnce / Math.max(1, tally.variants), 1),
                    count(tally.steps),
                    percent((double) tally.acceptedSteps / Math.max(1, tally.steps), 1),
                    fixed(tally.nanos / 1e6 / Math.max(1, tally.steps), 1),
                    fixed(tally.slowest / 1e6, 0));
            System.err.println(name + " done: " + tally.accepted + " of " + tally.variants + ", " + tally.atOnce
                    + " at once (" + tally.onceNanos / 1_000_000 + " ms), steps " + tally.acceptedSteps + " of "
                    + tally.steps + ", ms " + tally.nanos / 1_000_000);
        }
    }

    private Classification check(
            StepChecker checker, String module, FunctionBody original, Variant variant, Tally tally) {
        tally.variants++;
        var before = new CheckedBody(original, List.of());
        long begin = System.nanoTime();
        var whole = checker.check(before, new CheckedBody(variant.body(), variant.helpers()));
        tally.onceNanos += System.nanoTime() - begin;
        tally.atOnce += whole.isAccepted() ? 1 : 0;
        boolean all = true;
        for (DerivationStep step : variant.derivation()) {
            var after = new CheckedBody(step.body(), step.helpers());
            begin = System.nanoTime();
            CheckResult result = checker.check(before, after);
            long nanos = System.nanoTime() - begin;
            tally.nanos += nanos;
            tally.slowest = Math.max(tally.slowest, nanos);
            tally.steps++;
            boolean accepted = result.isAccepted();
            tally.acceptedSteps += accepted ? 1 : 0;
            all &= accepted;
            String rules = ruleOf(step);
            byRule.computeIfAbsent(rules, any -> new int[2])[accepted ? 0 : 1]++;
            if (result instanceof CheckResult.Rejected rejected) {
                String reason = rejected.reason().replaceAll(": .*", "");
                reasons.merge(rules + ": " + reason, 1, Integer::sum);
                if (shown != null && rules.contains(shown)) {
                    System.err.println("REJECTED " + module + " " + original.name() + " " + rules + " "
                            + step.applied().stream().map(Step::rule).toList() + ": " + rejected.reason());
                    System.err.println("BEFORE " + ExprText.of(before.body().root()));
                    System.err.println("AFTER " + ExprText.of(after.body().root()));
                    after.helpers()
                            .forEach(helper -> System.err.println(
                                    "HELPER " + helper.name() + " " + helper.signature() + ExprText.of(helper.root())));
                }
            }
            before = after;
        }
        tally.accepted += all || whole.isAccepted() ? 1 : 0;
        return Classification.toBeExecuted("measured");
    }

    private static String ruleOf(DerivationStep step) {
        String strategy =
                step.applied().isEmpty() ? "none" : step.applied().get(0).strategy();
        if (step.applied().size() == 1 && !strategy.equals("rewrite") && !strategy.equals("synthesis")) {
            return strategy + " " + step.applied().get(0).rule();
        }
        return strategy;
    }

    /** Counts of one module. */
    private static final class Tally {
        private int variants;
        private int accepted;
        private int atOnce;
        private int steps;
        private int acceptedSteps;
        private long nanos;
        private long onceNanos;
        private long slowest;
    }
}
