package io.github.mewe.equivalence.isolation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.binaryen.ScratchModule;
import io.github.mewe.common.DeepThread;
import io.github.mewe.engine.InputFacts;
import io.github.mewe.engine.ModuleSource;
import io.github.mewe.engine.StrategyRegistry;
import io.github.mewe.equivalence.derivation.CheckLimits;
import io.github.mewe.equivalence.derivation.CheckedBody;
import io.github.mewe.equivalence.derivation.StepChecker;
import io.github.mewe.equivalence.isolation.BodyFaults.BodyFault;
import io.github.mewe.fixture.Modules;
import io.github.mewe.fixture.WatModule;
import io.github.mewe.ir.Call;
import io.github.mewe.ir.ExprStatistics;
import io.github.mewe.ir.ExprTransformer;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.GlobalGet;
import io.github.mewe.report.Manifest;
import io.github.mewe.variant.DerivationStep;
import io.github.mewe.variant.GenerationLimits;
import io.github.mewe.variant.Step;
import io.github.mewe.variant.Survival;
import io.github.mewe.variant.Variant;
import io.github.mewe.variant.VariantBudget;
import io.github.mewe.variant.VariantGenerator;
import io.github.mewe.wasm.ValueType;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Tests that the checker of derivations accepts no wrong step. It changes the result of an accepted step in one place.
 * If the checker accepts the changed body, executions must show that it still behaves like the original.
 */
class DerivationFaultsTest {
    private static final List<String> RESOURCES =
            List.of("/io/github/mewe/equivalence/faults.wat", "/io/github/mewe/hard/recursion.wat");

    private static final int FAULTS = 500;
    private static final int HEAVY_FAULTS = 20_000;
    private static final int PER_PAIR = 3;

    /** The runs per module, which differ in their seeds. */
    private static final int PARTS = 2;

    private static final int INPUTS = 128;
    private static final int MOST_ROUNDS = 400;
    private static final double LEAST_REJECTED = 0.8;
    private static final double MOST_NOT_EXECUTED = 0.01;

    @Test
    void noFaultIsAccepted() throws IOException {
        check(FAULTS, 5);
    }

    @Test
    @Tag("heavy")
    void noneOfManyFaultsIsAccepted() throws IOException {
        check(HEAVY_FAULTS, 77);
    }

    private static void check(int faults, long seed) throws IOException {
        Map<String, byte[]> modules = new LinkedHashMap<>();
        modules.put("sample", Modules.sample());
        for (String resource : RESOURCES) {
            try (InputStream text = DerivationFaultsTest.class.getResourceAsStream(resource)) {
                modules.put(resource, WatModule.assemble(text.readAllBytes()));
            }
        }
        var tally = new Tally();
        var runs = new ArrayList<FaultyRun>();
        for (int part = 0; part < PARTS; part++) {
            long seedOfPart = seed + (long) part * MOST_ROUNDS;
            modules.forEach((name, module) -> runs.add(new FaultyRun(name, module, seedOfPart, tally)));
        }
        int each = (faults + runs.size() - 1) / runs.size();
        try {
            runs.parallelStream()
                    .forEach(run -> DeepThread.call(() -> {
                        run.check(each);
                        return null;
                    }));
            runs.forEach(run -> DeepThread.call(() -> {
                run.executeAccepted();
                return null;
            }));
        } finally {
            runs.forEach(FaultyRun::close);
        }
        System.out.println(tally);
        assertEquals(List.of(), tally.wrong, tally::toString);
        assertTrue(tally.faults >= faults, tally::toString);
        assertTrue(tally.rejected >= LEAST_REJECTED * tally.faults, tally::toString);
        assertTrue(tally.notExecuted.size() <= MOST_NOT_EXECUTED * tally.faults, tally::toString);
    }

    /** The results of all modules. */
    private static final class Tally {
        private final Map<String, int[]> byKind = new TreeMap<>();
        private final List<String> wrong = new ArrayList<>();
        private final List<String> notExecuted = new ArrayList<>();
        private int faults;
        private int rejected;
        private int equivalent;

        synchronized void add(String kind, boolean isAccepted) {
            faults++;
            rejected += isAccepted ? 0 : 1;
            byKind.computeIfAbsent(kind, any -> new int[2])[isAccepted ? 1 : 0]++;
        }

        @Override
        public String toString() {
            var kinds = new StringBuilder();
            byKind.forEach((kind, counts) ->
                    kinds.append("%n  %s: %d rejected, %d accepted".formatted(kind, counts[0], counts[1])));
            return "%d faults: %d rejected, %d accepted that change nothing, %d accepted but not executed, %d wrong%s%n%s%n%s"
                    .formatted(
                            faults,
                            rejected,
                            equivalent,
                            notExecuted.size(),
                            wrong.size(),
                            kinds,
                            String.join("\n", notExecuted),
                            String.join("\n", wrong));
        }
    }

    /** A fault that the checker accepted. */
    private record AcceptedFault(
            int function, List<Step> chain, CheckedBody before, CheckedBody after, BodyFault fault) {
        @Override
        public String toString() {
            return "%s: %s%n  replaced by %s%nbefore: %s%nafter:  %s"
                    .formatted(fault.kind(), fault.from(), fault.to(), before, after);
        }
    }

    /** The faults of one module. */
    private static final class FaultyRun implements AutoCloseable, BodyFaults.Names {
        private final String name;
        private final byte[] input;
        private final long seed;
        private final Tally tally;
        private final Random random;
        private final BinaryenModule module;
        private final ScratchModule scratch;
        private final ModuleSource source;
        private final StepChecker checker;
        private final Set<CheckedBody> seen = new HashSet<>();
        private final List<AcceptedFault> accepted = new ArrayList<>();
        private int faults;

        FaultyRun(String name, byte[] input, long seed, Tally tally) {
            this.name = name;
            this.input = input;
            this.seed = seed;
            this.tally = tally;
            this.random = new Random(seed);
            this.module = BinaryenModule.open(input);
            this.scratch = module.openScratch();
            this.source = new ModuleSource(module, input);
            this.checker = new StepChecker(new InputFacts(module), CheckLimits.IN_VERIFICATION);
        }

        void check(int wanted) {
            for (int round = 0; round < MOST_ROUNDS && faults < wanted; round++) {
                var generator = new VariantGenerator(
                        StrategyRegistry.create(List.of()),
                        new GenerationLimits(new VariantBudget(4, 8, 1.3, Optional.empty()), any -> 1.3),
                        Survival.load(),
                        seed + round,
                        1);
                for (int i = 0; i < source.functionCount() && faults < wanted; i++) {
                    if (source.leftAlone(i).isEmpty()) {
                        int function = i;
                        generator.again(source, i, histories -> {
                            histories.forEach(
                                    history -> checkAll(function, history.original(), history.variant(), wanted));
                            return null;
                        });
                    }
                }
            }
        }

        private void checkAll(int function, FunctionBody original, Variant variant, int wanted) {
            CheckedBody start = CheckedBody.of(original);
            CheckedBody before = start;
            var chain = new ArrayList<Step>();
            for (DerivationStep step : variant.derivation()) {
                CheckedBody after = new CheckedBody(step.body(), step.helpers());
                chain.addAll(step.applied());
                checkPair(function, chain, before, after, wanted);
                before = after;
            }
            checkPair(function, chain, start, before, wanted);
        }

        private void checkPair(int function, List<Step> chain, CheckedBody before, CheckedBody after, int wanted) {
            if (faults >= wanted || !checker.check(before, after).isAccepted()) {
                return;
            }
            for (int i = 0; i < PER_PAIR; i++) {
                int changed = random.nextInt(after.helpers().size() + 1);
                FunctionBody body =
                        changed == 0 ? after.body() : after.helpers().get(changed - 1);
                new BodyFaults(body, this, random).draw().ifPresent(fault -> {
                    CheckedBody faulty = changed == 0
                            ? new CheckedBody(fault.body(), after.helpers())
                            : new CheckedBody(after.body(), with(after.helpers(), changed - 1, fault.body()));
                    boolean isNew = !faulty.equals(before) && !faulty.equals(after) && seen.add(faulty);
                    if (isNew && isValid(faulty)) {
                        faults++;
                        boolean isAccepted = checker.check(before, faulty).isAccepted();
                        tally.add(fault.kind(), isAccepted);
                        if (isAccepted) {
                            accepted.add(new AcceptedFault(function, List.copyOf(chain), before, faulty, fault));
                        }
                    }
                });
            }
        }

        private boolean isValid(CheckedBody faulty) {
            return scratch.hashAfter(faulty.body(), faulty.helpers(), List.of()).isPresent()
                    && faulty.helpers().stream()
                            .allMatch(helper -> scratch.hashAfter(
                                            helper,
                                            faulty.helpers().stream()
                                                    .filter(other -> other != helper)
                                                    .toList(),
                                            List.of())
                                    .isPresent());
        }

        /** Runs each accepted body beside the original. */
        void executeAccepted() {
            if (accepted.isEmpty()) {
                return;
            }
            for (int i = 0; i < accepted.size(); i++) {
                add(i, accepted.get(i));
            }
            assertEquals(Optional.empty(), module.validate());
            byte[] output = module.write();
            var settings = new IsolationSettings(INPUTS, seed, 1, IsolationSettings.FUEL, Optional.empty(), done -> {});
            List<IsolatedVariant> results = new IsolatedComparison(input, output, functions(), settings).run();
            assertEquals(accepted.size(), results.size());
            for (IsolatedVariant result : results) {
                AcceptedFault fault = accepted.get(number(result.variant()));
                if (result.divergence().isPresent()) {
                    tally.wrong.add(name + " " + fault + "\n"
                            + result.divergence().get().divergence());
                } else if (result.verdict().status().equals(IsolatedVariant.EXECUTED)) {
                    tally.equivalent++;
                } else {
                    tally.notExecuted.add(name + " " + fault.before().body().name() + ": "
                            + result.verdict().reason());
                }
            }
        }

        private void add(int number, AcceptedFault fault) {
            Map<String, String> renamed = new LinkedHashMap<>();
            fault.after().helpers().forEach(helper -> renamed.put(helper.name(), "faulty-" + number + helper.name()));
            FunctionBody body = fault.after().body();
            module.addFunctionLike(body.name(), renamed(body, "faulty-" + number, renamed));
            for (FunctionBody helper : fault.after().helpers()) {
                module.addFunction(renamed(helper, renamed.get(helper.name()), renamed), false);
            }
        }

        private static FunctionBody renamed(FunctionBody body, String name, Map<String, String> helpers) {
            return body.withName(name)
                    .withRoot(ExprTransformer.bottomUp(
                            body.root(),
                            expr -> expr instanceof Call call && helpers.containsKey(call.target())
                                    ? new Call(helpers.get(call.target()), call.operands(), call.tail(), call.type())
                                    : expr));
        }

        private static int number(Manifest.Variant variant) {
            return Integer.parseInt(variant.name());
        }

        private List<Manifest.Function> functions() {
            List<String> order = module.outputOrder();
            Map<Integer, List<Manifest.Variant>> variants = new TreeMap<>();
            for (int i = 0; i < accepted.size(); i++) {
                AcceptedFault fault = accepted.get(i);
                int number = i;
                List<Integer> helpers = fault.after().helpers().stream()
                        .map(helper -> order.indexOf("faulty-" + number + helper.name()))
                        .toList();
                variants.computeIfAbsent(fault.function(), any -> new ArrayList<>())
                        .add(new Manifest.Variant(
                                order.indexOf("faulty-" + i),
                                String.valueOf(i),
                                ExprStatistics.of(fault.after().body().root()).bytes(),
                                helpers,
                                fault.chain().stream()
                                        .map(step -> new Manifest.Step(step.strategy(), step.rule(), step.sites()))
                                        .toList()));
            }
            var functions = new ArrayList<Manifest.Function>();
            for (int i = 0; i < source.functionCount(); i++) {
                int index = order.indexOf(source.functionName(i));
                functions.add(new Manifest.Function(
                        source.functionName(i),
                        index,
                        index,
                        1,
                        1,
                        null,
                        null,
                        null,
                        null,
                        variants.getOrDefault(i, List.of()),
                        null));
            }
            return functions;
        }

        @Override
        public Optional<String> otherCallee(String callee) {
            return module.hasFunction(callee)
                    ? module.functions().stream()
                            .map(function -> function.name())
                            .filter(other -> !other.equals(callee)
                                    && module.signature(other).equals(module.signature(callee)))
                            .findFirst()
                    : Optional.empty();
        }

        @Override
        public Optional<String> otherGlobal(String global, ValueType type) {
            return module.mutableIntegerGlobals().stream()
                    .filter(other -> other.type().equals(type) && !other.name().equals(global))
                    .map(GlobalGet::name)
                    .findFirst();
        }

        private static <T> List<T> with(List<T> list, int index, T item) {
            List<T> changed = new ArrayList<>(list);
            changed.set(index, item);
            return changed;
        }

        @Override
        public void close() {
            scratch.close();
            module.close();
        }
    }
}
