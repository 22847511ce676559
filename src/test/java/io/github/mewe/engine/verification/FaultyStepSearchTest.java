package io.github.mewe.engine.verification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.common.DeepThread;
import io.github.mewe.common.Sha256;
import io.github.mewe.engine.DiversificationRequest;
import io.github.mewe.engine.DiversificationResult;
import io.github.mewe.engine.Diversifier;
import io.github.mewe.engine.ModuleSource;
import io.github.mewe.engine.NameFilter;
import io.github.mewe.engine.Progress;
import io.github.mewe.engine.StrategyRegistry;
import io.github.mewe.engine.StrategySource;
import io.github.mewe.execution.RunPlan;
import io.github.mewe.fixture.WatModule;
import io.github.mewe.ir.BinaryOperator;
import io.github.mewe.ir.Const;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.IntBinary;
import io.github.mewe.link.RandomnessSource;
import io.github.mewe.profile.RecordedProfile;
import io.github.mewe.property.WrongStrategy;
import io.github.mewe.report.Manifest;
import io.github.mewe.report.ManifestFile;
import io.github.mewe.report.Verification;
import io.github.mewe.variant.DerivationCheck;
import io.github.mewe.variant.FunctionVariants;
import io.github.mewe.variant.GenerationLimits;
import io.github.mewe.variant.Step;
import io.github.mewe.variant.StrategyContext;
import io.github.mewe.variant.Survival;
import io.github.mewe.variant.Variant;
import io.github.mewe.variant.VariantBudget;
import io.github.mewe.variant.VariantGenerator;
import io.github.mewe.variant.VariantHistory;
import io.github.mewe.variant.VariantStrategy;
import io.github.mewe.variant.rewrite.RewriteRule;
import io.github.mewe.variant.rewrite.RewriteStrategy;
import io.github.mewe.variant.rewrite.RuleTable;
import io.github.mewe.wasm.ValueType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Finds faulty steps among correct ones, and states why where it cannot. */
class FaultyStepSearchTest {
    private static final String WRONG_RULE = "wrong";

    /** The mark that {@link #marking} leaves and {@link #breaking} searches for. */
    private static final long MARK = 0x5BD1_E995;

    /** A constant of the original that no correct step generates. */
    private static final Predicate<Expr> SEED = expr -> expr instanceof Const constant && constant.bits() == 1_234_567;

    private static final byte[] MODULE = WatModule.assemble("""
            (module
              (memory (export "memory") 1)
              (func $mix (export "mix") (param $a i32) (param $b i32) (result i32)
                (i32.store (i32.const 64) (i32.sub (local.get $a) (local.get $b)))
                (i32.add
                  (i32.xor (i32.mul (local.get $a) (i32.const 31)) (i32.const 1234567))
                  (i32.or
                    (i32.load (i32.const 64))
                    (i32.shr_u (i32.sub (local.get $b) (i32.const 77)) (i32.const 3)))))
              (func $sum (export "sum") (param $n i32) (result i32)
                (local $s i32)
                (local.set $n (i32.and (local.get $n) (i32.const 63)))
                (block $done
                  (loop $more
                    (br_if $done (i32.eqz (local.get $n)))
                    (local.set $s (i32.add (i32.mul (local.get $s) (i32.const 31)) (local.get $n)))
                    (i32.store offset=8 (local.get $n) (i32.sub (local.get $s) (local.get $n)))
                    (local.set $n (i32.sub (local.get $n) (i32.const 1)))
                    (br $more)))
                (i32.xor (local.get $s) (i32.const 1234567))))
            """);

    @TempDir
    Path directory = Path.of(System.getProperty("java.io.tmpdir"));

    private static DiversificationRequest request() {
        return new DiversificationRequest(
                new VariantBudget(6, 100, 50, Optional.empty()),
                Optional.of("seed"),
                NameFilter.all(),
                List.of(),
                RandomnessSource.EXPORT);
    }

    /** The plugin's check would prefer correct variants. */
    private Diversifier diversifier(StrategySource strategies) {
        return new Diversifier(1, directory, strategies, any -> DerivationCheck.NONE);
    }

    private DiversificationResult made(StrategySource strategies, DiversificationRequest request) {
        return diversifier(strategies).diversify("in.wasm", MODULE, "out.wasm", request, Progress.SILENT);
    }

    private Verifier.Result verified(byte[] binary, Manifest manifest, StrategySource strategies) {
        var request = new VerificationRequest(
                64,
                0,
                0,
                Duration.ofHours(2),
                Optional.of("7"),
                ConfiguredRuns.of(new RunPlan(Optional.empty(), List.of())));
        return new Verifier(1, directory, new IsolatedChecks(1), strategies)
                .verify(MODULE, binary, manifest, request, VerificationProgress.SILENT);
    }

    private Verifier.Result verified(StrategySource strategies) {
        DiversificationResult made = made(strategies, request());
        return verified(made.binary(), made.manifest(), strategies);
    }

    /** The strategies of the plugin with others among them. */
    private static StrategySource with(VariantStrategy... others) {
        return (names, replacements) -> {
            var strategies = new ArrayList<>(StrategyRegistry.create(names, replacements));
            strategies.addAll(2, List.of(others));
            return strategies;
        };
    }

    private static WrongStrategy wrong(Predicate<Expr> matches) {
        return new WrongStrategy(WRONG_RULE, matches, expr -> new Const(expr.type(), ((Const) expr).bits() ^ 4));
    }

    /** The divergences of variants with more than one step. */
    private static List<Verification.Divergence> longOnes(Verifier.Result result) {
        List<Verification.Divergence> some = result.verification().divergences().stream()
                .filter(divergence -> divergence.chain().size() > 1)
                .toList();
        assertFalse(some.isEmpty());
        return some;
    }

    @Test
    void findsTheOneFaultyStep() {
        Verifier.Result result = verified(with(wrong(SEED)));
        List<Verification.Divergence> divergences = longOnes(result);
        for (Verification.Divergence divergence : divergences) {
            Manifest.Step wrong = divergence.chain().stream()
                    .filter(step -> step.strategy().equals(WrongStrategy.NAME))
                    .findFirst()
                    .orElseThrow();
            assertEquals(List.of(wrong), divergence.culprit(), divergence::toString);
            assertEquals(null, divergence.culpritReason());
            assertTestCase(result, divergence);
        }
        Set<String> before = divergences.stream()
                .map(divergence -> divergence.chain().get(0).strategy())
                .collect(Collectors.toSet());
        before.remove(WrongStrategy.NAME);
        assertFalse(before.isEmpty(), "no right step came before a wrong one");
    }

    /** The test case contains the variant made of the faulty steps alone. */
    private static void assertTestCase(Verifier.Result result, Verification.Divergence divergence) {
        JsonObject json = JsonParser.parseString(
                        new String(result.testCases().get(divergence.testCase()), StandardCharsets.UTF_8))
                .getAsJsonObject();
        assertEquals(rules(divergence.chain()), rules(json.getAsJsonArray("chain")));
        assertEquals(rules(divergence.culprit()), rules(json.getAsJsonArray("culprit")));
        assertEquals(divergence.variant(), json.get("variant").getAsString());
        String path = divergence.testCase();
        String text = new String(
                result.testCases().get(path.substring(0, path.lastIndexOf('.')) + ".wat"), StandardCharsets.UTF_8);
        assertTrue(text.contains("(export \"variant\""), text);
        assertTrue(text.contains("i32.const 1234563"), text);
        // The test case contains nothing from correct steps.
        assertEquals(1, count(text, "i32.const 1234567"), text);
        assertEquals(2, count(text, "i32.mul"), text);
    }

    private static int count(String text, String part) {
        return text.split(Pattern.quote(part), -1).length - 1;
    }

    private static List<String> rules(List<Manifest.Step> steps) {
        return steps.stream().map(Manifest.Step::rule).toList();
    }

    private static List<String> rules(JsonArray steps) {
        return IntStream.range(0, steps.size())
                .mapToObj(i -> steps.get(i).getAsJsonObject().get("rule").getAsString())
                .toList();
    }

    @Test
    void findsTwoStepsThatAreFaultyTogether() {
        var marking = new Marking();
        WrongStrategy breaking = wrong(expr -> expr instanceof Const constant && constant.bits() == MARK);
        for (Verification.Divergence divergence : longOnes(verified(with(marking, breaking)))) {
            assertEquals(List.of("mark", WRONG_RULE), rules(divergence.culprit()), divergence::toString);
        }
    }

    /** Correct, since it adds zero. */
    private record Marking() implements VariantStrategy {
        @Override
        public String name() {
            return "marking";
        }

        @Override
        public Optional<Variant> apply(Variant variant, StrategyContext context) {
            var mark = new Const(ValueType.I32, MARK);
            Expr zero = IntBinary.of(BinaryOperator.XOR, ValueType.I32, mark, mark);
            var right = new WrongStrategy(
                    "mark", SEED, expr -> IntBinary.of(BinaryOperator.ADD, ValueType.I32, expr, zero));
            return right.apply(variant, context);
        }

        @Override
        public List<String> rules() {
            return List.of("mark");
        }

        @Override
        public VariantStrategy only(String rule) {
            return this;
        }
    }

    @Test
    void findsTheFaultyRuleOfAStrategy() {
        List<RewriteRule> rules = RuleTable.load().rules();
        RewriteRule sum = named(rules, "add-or-and");
        var wrong = new RewriteRule(
                WRONG_RULE,
                sum.equality(),
                sum.widths(),
                sum.pattern(),
                named(rules, "sub-xor-borrow").replacement(),
                Optional.empty());
        var few = new RuleTable(List.of(
                named(rules, "mul-successor"),
                named(rules, "sub-plus-not"),
                named(rules, "or-nand"),
                named(rules, "add-minus-not"),
                wrong));
        StrategySource strategies = (names, replacements) -> List.of(new RewriteStrategy(few));
        for (Verification.Divergence divergence : longOnes(verified(strategies))) {
            assertEquals(List.of(WRONG_RULE), rules(divergence.culprit()), divergence::toString);
        }
    }

    private static RewriteRule named(List<RewriteRule> rules, String name) {
        return rules.stream()
                .filter(rule -> rule.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void findsTheFaultyStepOfADifferenceInWholeRuns() {
        StrategySource strategies = with(wrong(SEED));
        DiversificationResult made = made(strategies, request());
        var request = new VerificationRequest(
                64,
                0,
                8,
                Duration.ofHours(2),
                Optional.of("7"),
                ConfiguredRuns.of(new RunPlan(Optional.empty(), List.of())));
        Verifier.Result result = new Verifier(1, directory, FaultyStepSearchTest::seeingNothing, strategies)
                .verify(MODULE, made.binary(), made.manifest(), request, VerificationProgress.SILENT);
        for (Verification.Divergence divergence : longOnes(result)) {
            assertEquals(List.of(WRONG_RULE), rules(divergence.culprit()), divergence::toString);
            assertEquals(null, divergence.culpritReason());
            JsonObject json = JsonParser.parseString(
                            new String(result.testCases().get(divergence.testCase()), StandardCharsets.UTF_8))
                    .getAsJsonObject();
            assertEquals(rules(divergence.chain()), rules(json.getAsJsonArray("chain")));
            assertEquals(List.of(WRONG_RULE), rules(json.getAsJsonArray("culprit")));
        }
    }

    /** Executes variants in isolation and ignores all divergences. */
    private static VariantFindings seeingNothing(
            VerificationSubject subject,
            DerivationFindings derivations,
            Deadline deadline,
            VerificationProgress progress) {
        VariantFindings seen = new IsolatedChecks(1).check(subject, derivations, deadline, progress);
        return new VariantFindings(seen.functions(), seen.reached(), List.of(), Map.of());
    }

    @Test
    void blamesNoStepForAFaultOfTheLinker() {
        DiversificationResult made = made(StrategyRegistry::create, request());
        List<Manifest.Variant> variants =
                BrokenVariants.function(made.manifest(), "mix").variants();
        int number = IntStream.range(0, variants.size())
                .filter(i -> variants.get(i).chain().size() > 1)
                .findFirst()
                .orElseThrow();
        BrokenVariants.Broken broken = BrokenVariants.breakRoot(
                made, "mix", number, root -> IntBinary.of(BinaryOperator.XOR, ValueType.I32, root, Const.i32(8)));
        Verification.Divergence divergence = longOnes(
                        verified(broken.binary(), broken.manifest(), StrategyRegistry::create))
                .get(0);
        assertEquals(null, divergence.culprit());
        assertTrue(
                divergence.culpritReason().startsWith("the regenerated variant behaves like its original"),
                divergence::culpritReason);
    }

    @Test
    void noticesOtherStrategiesThanInTheManifest() {
        DiversificationResult made = made(with(wrong(SEED)), request());
        Verification.Divergence divergence = longOnes(
                        verified(made.binary(), made.manifest(), StrategyRegistry::create))
                .get(0);
        assertEquals(null, divergence.culprit());
        assertEquals("regeneration from the manifest does not yield this variant", divergence.culpritReason());
    }

    @Test
    void regeneratesWithoutTheProfile() {
        // The first function is hot, and its variants are cheap ones; the other is not.
        var profile = new RecordedProfile(
                RecordedProfile.SCHEMA_VERSION,
                "in.wasm",
                Sha256.hex(MODULE),
                0,
                2,
                List.of(
                        new RecordedProfile.Function(0, "mix", 10, 10, 5_000),
                        new RecordedProfile.Function(1, "sum", 10, 10, 1)));
        StrategySource strategies = with(wrong(SEED));
        DiversificationResult made = made(strategies, request().withProfile(Optional.of(profile)));
        assertEquals("profile", made.manifest().prediction().from());
        var functions = new HashSet<String>();
        for (Verification.Divergence divergence : longOnes(verified(made.binary(), made.manifest(), strategies))) {
            assertEquals(List.of(WRONG_RULE), rules(divergence.culprit()), divergence::toString);
            functions.add(divergence.function());
        }
        assertEquals(Set.of("mix", "sum"), functions);
    }

    @Test
    void regeneratesVariantsOfAPopulation() {
        StrategySource strategies = with(wrong(SEED));
        List<DiversificationResult> population = diversifier(strategies)
                .population(
                        "in.wasm",
                        MODULE,
                        Optional.empty(),
                        List.of("1.wasm", "2.wasm", "3.wasm"),
                        request().withPopulation(3),
                        Progress.SILENT);
        var culprits = new ArrayList<List<String>>();
        for (DiversificationResult made : population) {
            for (Verification.Divergence divergence : verified(made.binary(), made.manifest(), strategies)
                    .verification()
                    .divergences()) {
                assertEquals(List.of(WRONG_RULE), rules(divergence.culprit()), divergence::toString);
                culprits.add(rules(divergence.chain()));
            }
        }
        assertTrue(culprits.size() > 3 && culprits.stream().anyMatch(chain -> chain.size() > 1), culprits::toString);
    }

    @Test
    void statesWhyAVariantCannotBeRegenerated() {
        DiversificationResult made = made(with(wrong(SEED)), request());
        String version = made.manifest().pluginVersion();
        String text = new ManifestFile().format(made.manifest());
        assertReason("by another plugin version, 0.0.1", made, text.replace(version, "0.0.1"));
        assertReason(
                "a solver among the plugin's dependencies",
                made,
                text.replace("\"synthesis\":\"shipped\"", "\"synthesis\":\"live\""));
    }

    private void assertReason(String reason, DiversificationResult made, String manifest) {
        assertFalse(manifest.equals(new ManifestFile().format(made.manifest())));
        for (Verification.Divergence divergence :
                longOnes(verified(made.binary(), new Gson().fromJson(manifest, Manifest.class), with(wrong(SEED))))) {
            assertEquals(null, divergence.culprit());
            assertTrue(divergence.culpritReason().contains(reason), divergence::culpritReason);
        }
    }

    @Test
    void regeneratesEveryVariantWholeAndInParts() {
        DeepThread.call(() -> {
            try (BinaryenModule module = BinaryenModule.open(MODULE)) {
                var source = new ModuleSource(module, MODULE);
                var generator = new VariantGenerator(
                        StrategyRegistry.create(List.of()),
                        new GenerationLimits(request().generation().budget(), any -> 50),
                        Survival.load(),
                        5,
                        1);
                VariantGenerator.Generation all = generator.generate(source, name -> true, done -> {});
                for (FunctionVariants function : all.functions()) {
                    generator.again(source, function.index(), histories -> {
                        assertEquals(function.variants().size(), histories.size());
                        for (int i = 0; i < histories.size(); i++) {
                            assertAgain(function.variants().get(i).variant(), histories.get(i));
                        }
                        return null;
                    });
                }
                return null;
            }
        });
    }

    private static void assertAgain(Variant variant, VariantHistory history) {
        assertEquals(variant.chain(), history.chain());
        int count = history.chain().size();
        Set<Integer> steps = IntStream.range(0, count).boxed().collect(Collectors.toCollection(TreeSet::new));
        Variant whole = history.with(steps).orElseThrow().variant();
        assertEquals(variant, new Variant(whole.body(), whole.helpers(), whole.chain()));
        assertEquals(history.variant().body(), variant.body());
        for (int stage : history.stages()) {
            VariantHistory.Part part = history.with(
                            IntStream.range(0, stage).boxed().collect(Collectors.toSet()))
                    .orElseThrow();
            assertEquals(variant.chain().subList(0, stage), part.variant().chain());
        }
        for (int left = 0; left < count; left++) {
            Set<Integer> rest = new HashSet<>(steps);
            rest.remove(left);
            history.with(rest).ifPresent(part -> {
                assertTrue(rest.containsAll(part.steps()));
                assertEquals(
                        part.steps().stream()
                                .map(i -> rule(variant.chain().get(i)))
                                .toList(),
                        part.variant().chain().stream()
                                .map(FaultyStepSearchTest::rule)
                                .toList());
            });
        }
        assertEquals(Optional.empty(), history.with(Set.of()));
    }

    private static String rule(Step step) {
        return step.strategy() + '/' + step.rule();
    }
}
