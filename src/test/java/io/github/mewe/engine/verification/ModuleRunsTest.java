package io.github.mewe.engine.verification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.engine.DiversificationRequest;
import io.github.mewe.engine.DiversificationResult;
import io.github.mewe.engine.Diversifier;
import io.github.mewe.engine.GranularityChoice;
import io.github.mewe.engine.NameFilter;
import io.github.mewe.engine.Progress;
import io.github.mewe.engine.StrategyRegistry;
import io.github.mewe.engine.verification.BrokenVariants.Broken;
import io.github.mewe.execution.EndiveEngine;
import io.github.mewe.execution.Engine;
import io.github.mewe.execution.Engines;
import io.github.mewe.execution.Invocation;
import io.github.mewe.execution.InvocationException;
import io.github.mewe.execution.ProgramInput;
import io.github.mewe.execution.RunPlan;
import io.github.mewe.fixture.Modules;
import io.github.mewe.fixture.Running;
import io.github.mewe.fixture.WatModule;
import io.github.mewe.ir.BinaryOperator;
import io.github.mewe.ir.Block;
import io.github.mewe.ir.Break;
import io.github.mewe.ir.Const;
import io.github.mewe.ir.IntBinary;
import io.github.mewe.ir.Loop;
import io.github.mewe.ir.Store;
import io.github.mewe.link.Granularity;
import io.github.mewe.link.RandomnessSource;
import io.github.mewe.report.Manifest;
import io.github.mewe.report.Verification;
import io.github.mewe.variant.VariantBudget;
import io.github.mewe.wasm.ValueType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Compares whole runs: accepts equivalent binaries, and finds and names wrong variants. */
class ModuleRunsTest {
    private static final RunPlan NOTHING = new RunPlan(Optional.empty(), List.of());
    private static final byte[] SAMPLE = Modules.sample();

    /** Writes a random byte from the host and two computed ones, and exits with a code. */
    private static final byte[] PROGRAM = WatModule.assemble("""
            (module
              (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
              (import "wasi_snapshot_preview1" "random_get" (func $random (param i32 i32) (result i32)))
              (import "wasi_snapshot_preview1" "args_sizes_get" (func $args (param i32 i32) (result i32)))
              (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
              (memory (export "memory") 1)
              (func $letter (param $n i32) (result i32)
                (i32.add
                  (i32.xor (i32.mul (local.get $n) (i32.const 31)) (i32.shr_u (local.get $n) (i32.const 3)))
                  (i32.and (i32.sub (local.get $n) (i32.const 7)) (i32.const 15))))
              (func (export "_start")
                (drop (call $random (i32.const 100) (i32.const 1)))
                (i32.store8 (i32.const 101) (call $letter (i32.load8_u (i32.const 100))))
                (drop (call $args (i32.const 32) (i32.const 36)))
                (i32.store8 (i32.const 102) (call $letter (i32.load (i32.const 32))))
                (i32.store (i32.const 16) (i32.const 100))
                (i32.store (i32.const 20) (i32.const 3))
                (drop (call $write (i32.const 1) (i32.const 16) (i32.const 1) (i32.const 24)))
                (call $exit (i32.and (call $letter (i32.const 5)) (i32.const 63)))))
            """);

    @BeforeAll
    static void loadNativeLibrary() {
        BinaryenModule.loadNativeLibrary();
    }

    @ParameterizedTest
    @EnumSource(
            value = RandomnessSource.class,
            names = {"EXPORT", "HOST", "WASI", "FIXED"})
    void acceptsEquivalentVariants(RandomnessSource source) {
        DiversificationResult result = diversify(SAMPLE, source, Granularity.CALL);
        RunFindings findings = compare(SAMPLE, result, NOTHING);
        assertEquals(List.of(), findings.divergences());
        assertEquals(Map.of(), findings.testCases());
        Map<String, List<Verification.Run>> byTarget = findings.runs().stream()
                .filter(run -> run.engine().equals("endive"))
                .collect(Collectors.groupingBy(Verification.Run::invocation));
        assertEquals(
                Set.of(
                        "divide(i32, i32) on 8 argument lists",
                        "fib(i64) on 8 argument lists",
                        "indirect(i32, i32, i32) on 8 argument lists",
                        "mix(i32, i32) on 8 argument lists",
                        "poke(i32, i64) on 8 argument lists",
                        "started()"),
                byTarget.keySet());
        assertEquals(
                List.of("equal"),
                findings.runs().stream()
                        .filter(run -> run.engine().equals("endive-interpreter")
                                && run.invocation().equals("mix(0, 0)"))
                        .map(Verification.Run::outcome)
                        .toList());
        int ways = (source == RandomnessSource.FIXED ? 1 : 3) + 4;
        byTarget.forEach((target, runs) -> assertEquals(ways, runs.size(), target));
        assertTrue(byTarget.get("divide(i32, i32) on 8 argument lists").stream()
                .allMatch(run -> run.outcome().equals("equal") && run.reason() == null));
    }

    @Test
    void progressCountsTheRunsOfTheReport() {
        DiversificationResult result = diversify(SAMPLE, RandomnessSource.EXPORT, Granularity.CALL);
        VerificationRequest request = request(NOTHING, 8, 600);
        Map<Integer, Integer> totals = new ConcurrentHashMap<>();
        RunFindings findings = new ModuleRuns(
                        List.of(EndiveEngine.compiling()),
                        2,
                        new VerificationSubject(SAMPLE, result.binary(), result.manifest(), request, 1),
                        Deadline.in(request.time()),
                        new FaultyRunSteps(SAMPLE, result.manifest(), StrategyRegistry::create, Set.of()),
                        (what, done, total) -> {
                            if (what.equals("whole runs compared")) {
                                totals.put(done, total);
                            }
                        })
                .compare();
        int equal = (int) findings.runs().stream()
                .filter(run -> run.outcome().equals("equal"))
                .count();
        assertEquals(equal, totals.get(equal), totals::toString);
    }

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void namesAWrongVariant(Granularity granularity) {
        DiversificationResult result = diversify(SAMPLE, RandomnessSource.EXPORT, granularity);
        Broken broken = BrokenVariants.breakRoot(
                result, sample("mix"), 2, root -> IntBinary.of(BinaryOperator.XOR, ValueType.I32, root, Const.i32(4)));
        RunFindings findings = compare(SAMPLE, broken, NOTHING);
        assertEquals(1, findings.divergences().size(), findings.divergences().toString());
        Verification.Divergence divergence = findings.divergences().get(0);
        Manifest.Variant variant = BrokenVariants.function(result.manifest(), sample("mix"))
                .variants()
                .get(2);
        assertEquals(sample("mix"), divergence.function());
        assertEquals(variant.name(), divergence.variant());
        assertEquals(variant.chain(), divergence.chain());
        assertTrue(divergence.original().contains("returns ("), divergence.original());
        assertEquals("run-1.json", divergence.testCase());
        String testCase = new String(findings.testCases().get("run-1.json"), StandardCharsets.UTF_8);
        assertTrue(testCase.contains("\"variant\": \"" + variant.name() + "\""), testCase);
        byte[] module = findings.testCases().get("run-1.wasm");
        assertEquals(
                Running.of(SAMPLE).callInt("mix", 5, 9) ^ 4, Running.of(module).callInt("mix", 5, 9));
        assertTrue(findings.runs().stream()
                .anyMatch(run -> run.choices().equals("variant 3 everywhere")
                        && run.outcome().equals("divergent")));
    }

    @Test
    void seesALostStoreInMemory() {
        DiversificationResult result = diversify(SAMPLE, RandomnessSource.EXPORT, Granularity.CALL);
        Broken broken = BrokenVariants.breakNodes(
                result,
                sample("poke"),
                0,
                expr -> expr instanceof Store ? new Block(null, List.of(), ValueType.NONE) : expr);
        Verification.Divergence divergence =
                compare(SAMPLE, broken, NOTHING).divergences().get(0);
        assertEquals(sample("poke"), divergence.function());
        assertTrue(divergence.original().startsWith("memory 0 from address "), divergence.original());
    }

    @Test
    void reportsAnEndlessVariant() {
        DiversificationResult result = diversify(SAMPLE, RandomnessSource.EXPORT, Granularity.CALL);
        var endless =
                new Loop("endless", new Break("endless", null, null, ValueType.UNREACHABLE), ValueType.UNREACHABLE);
        Broken broken = BrokenVariants.breakRoot(result, sample("started"), 0, root -> endless);
        var call = new RunPlan(Optional.empty(), List.of(new Invocation("started", List.of(), 1)));
        RunFindings findings = runs(SAMPLE, broken.binary(), broken.manifest(), request(call, 0, 120))
                .compare();
        Verification.Divergence divergence = findings.divergences().get(0);
        assertEquals(sample("started"), divergence.function());
        assertTrue(divergence.outcome().startsWith("running time: more than 5"), divergence.outcome());
    }

    @Test
    void comparesAProgramWithEveryKey() {
        var start = new ProgramInput(List.of("one", "two"), new byte[0], Map.of());
        var plan = new RunPlan(Optional.of(start), List.of());
        for (RandomnessSource source : List.of(RandomnessSource.WASI, RandomnessSource.EXPORT)) {
            DiversificationResult result = diversify(PROGRAM, source, Granularity.CALL);
            RunFindings findings = compare(PROGRAM, result, plan);
            assertEquals(List.of(), findings.divergences());
            assertEquals(8, findings.runs().size());
            assertEquals("endive-interpreter", findings.runs().get(7).engine());
            assertTrue(
                    findings.runs().stream()
                            .allMatch(run -> run.invocation().equals("_start with one two")
                                    && run.outcome().equals("equal")),
                    findings.runs().toString());
            Broken broken = BrokenVariants.breakRoot(
                    result, "letter", 1, root -> IntBinary.of(BinaryOperator.ADD, ValueType.I32, root, Const.i32(1)));
            Verification.Divergence divergence =
                    compare(PROGRAM, broken, plan).divergences().get(0);
            assertEquals("letter", divergence.function());
            assertTrue(divergence.original().contains("exits with code"), divergence.original());
        }
    }

    @Test
    void reportsADifferenceThatNoSingleVariantCauses() {
        DiversificationResult result = diversify(SAMPLE, RandomnessSource.EXPORT, Granularity.CALL);
        byte[] binary;
        try (BinaryenModule module = BinaryenModule.open(result.binary())) {
            String seed = module.exports().function("mewe_seed").orElseThrow();
            var body = module.lift(seed);
            var spoiled = new Store(module.memories().get(0), 0, 1, 1, ValueType.I32, Const.i32(77), Const.i32(1));
            module.replaceBody(body.withRoot(new Block(null, List.of(body.root(), spoiled), ValueType.NONE)));
            binary = module.write();
        }
        RunFindings findings =
                runs(SAMPLE, binary, result.manifest(), request(NOTHING, 1, 60)).compare();
        Verification.Divergence divergence = findings.divergences().get(0);
        assertNull(divergence.function());
        assertNotNull(divergence.testCase());
        assertTrue(divergence.input().contains("mewe_seed(0x"), divergence.input());
        assertTrue(divergence.original().startsWith("memory 0 from address 77"), divergence.original());
    }

    @Test
    void listsModulesThatNoEngineSupports() {
        byte[] module = WatModule.assemble("""
                (module
                  (import "env" "log" (func))
                  (func (export "f") (param i32) (result i32)
                    (i32.add (i32.mul (local.get 0) (i32.const 3)) (i32.xor (local.get 0) (i32.const 7)))))
                """);
        DiversificationResult result = diversify(module, RandomnessSource.EXPORT, Granularity.CALL);
        RunFindings findings = compare(module, result, NOTHING);
        assertEquals(1, findings.runs().size());
        Verification.Run run = findings.runs().get(0);
        assertEquals("all exports", run.invocation());
        assertEquals("not-run", run.outcome());
        assertTrue(run.reason().startsWith("endive: the module imports env.log"), run.reason());
    }

    @Test
    void answersImportsByStubsAndComparesTheirCalls() {
        byte[] module = WatModule.assemble("""
                (module
                  (import "env" "ask" (func $ask (param i32 f64) (result i32)))
                  (func $twice (export "twice") (param $n i32) (result i32)
                    (drop (call $ask (i32.mul (local.get $n) (i32.const 3)) (f64.const 1.5)))
                    (call $ask
                      (i32.xor (i32.add (local.get $n) (i32.const 9)) (i32.const 77)) (f64.const 2.5))))
                """);
        DiversificationResult result = diversify(module, RandomnessSource.EXPORT, Granularity.CALL);
        RunFindings findings = runs(
                        Engines.forComparison(false),
                        module,
                        result.binary(),
                        result.manifest(),
                        request(NOTHING, 8, 120))
                .compare();
        assertEquals(7, findings.runs().size());
        assertTrue(
                findings.runs().stream()
                        .allMatch(run -> run.engine().equals("endive with stubs for imports")
                                && run.outcome().equals("equal")),
                findings.runs().toString());
        Broken broken = BrokenVariants.breakNodes(
                result,
                "twice",
                1,
                expr -> expr instanceof Const number && number.type().equals(ValueType.F64)
                        ? new Const(ValueType.F64, Double.doubleToRawLongBits(3.5))
                        : expr);
        Verification.Divergence divergence = runs(
                        Engines.forComparison(false),
                        module,
                        broken.binary(),
                        broken.manifest(),
                        request(NOTHING, 8, 120))
                .compare()
                .divergences()
                .get(0);
        assertEquals("host call 1: env.ask(0, 1.5)", divergence.original());
        assertEquals("host call 1: env.ask(0, 3.5)", divergence.outcome());
    }

    @Test
    void v8RunsWhatTheEmbeddedEngineDoesNotKnow() {
        byte[] module = WatModule.assemble("""
                (module
                  (memory (export "memory") 1)
                  (func $scale (export "scale") (param $n i32) (result i32)
                    (i32.add
                      (i32x4.extract_lane 2 (i32x4.mul (i32x4.splat (local.get $n)) (v128.const i32x4 1 2 3 4)))
                      (i32.xor (i32.mul (local.get $n) (i32.const 5)) (i32.const 77)))))
                """);
        DiversificationResult result = diversify(module, RandomnessSource.EXPORT, Granularity.CALL);
        RunFindings findings = runs(Engines.all(), module, result.binary(), result.manifest(), request(NOTHING, 8, 120))
                .compare();
        int variants = result.manifest().totals().variants();
        assertTrue(variants > 1, "variants that vectors leave");
        assertEquals(3 + variants, findings.runs().size());
        assertTrue(
                findings.runs().stream()
                        .allMatch(run ->
                                run.engine().equals("v8") && run.outcome().equals("equal")),
                findings.runs().toString());
        Broken broken = BrokenVariants.breakRoot(
                result,
                "scale",
                variants - 1,
                root -> IntBinary.of(BinaryOperator.ADD, ValueType.I32, root, Const.i32(1)));
        Verification.Divergence divergence = runs(
                        Engines.all(), module, broken.binary(), broken.manifest(), request(NOTHING, 8, 120))
                .compare()
                .divergences()
                .get(0);
        assertEquals(
                BrokenVariants.function(result.manifest(), "scale")
                        .variants()
                        .get(variants - 1)
                        .name(),
                divergence.variant());
    }

    @Test
    void listsExportsWithReferences() {
        byte[] module = WatModule.assemble("""
                (module
                  (func (export "f") (param externref))
                  (func (export "g") (result i32) (i32.const 5)))
                """);
        DiversificationResult result = diversify(module, RandomnessSource.EXPORT, Granularity.CALL);
        List<Verification.Run> runs = compare(module, result, NOTHING).runs();
        assertEquals(
                List.of("g() equal", "f not-run"),
                runs.stream()
                        .map(run -> run.invocation() + " " + run.outcome())
                        .distinct()
                        .toList());
    }

    @Test
    void drawsNoConclusionFromEndlessRecursion() {
        byte[] module = WatModule.assemble("""
                (module
                  (func $f (export "f") (param i32) (result i32)
                    (i32.add
                      (call $f (i32.xor (local.get 0) (i32.const 3)))
                      (i32.mul (local.get 0) (i32.sub (local.get 0) (i32.const 5))))))
                """);
        DiversificationResult result = diversify(module, RandomnessSource.EXPORT, Granularity.CALL);
        RunFindings findings = runs(module, result.binary(), result.manifest(), request(NOTHING, 1, 60))
                .compare();
        for (Verification.Run run : findings.runs()) {
            assertEquals("not-run", run.outcome());
            assertTrue(run.reason().startsWith("the original run was stopped: "), run.reason());
        }
    }

    @Test
    void listsRunsThatTheTimeLimitCutOff() {
        DiversificationResult result = diversify(SAMPLE, RandomnessSource.EXPORT, Granularity.CALL);
        RunFindings findings = runs(SAMPLE, result.binary(), result.manifest(), request(NOTHING, 8, 0))
                .compare();
        assertTrue(!findings.runs().isEmpty());
        for (Verification.Run run : findings.runs()) {
            assertEquals("not-run", run.outcome(), run.toString());
            assertTrue(run.reason().contains(Deadline.OVER), run.reason());
        }
    }

    @Test
    void rejectsInvocationsThatAreNotPossible() {
        DiversificationResult result = diversify(SAMPLE, RandomnessSource.EXPORT, Granularity.CALL);
        var plan = new RunPlan(Optional.empty(), List.of(new Invocation("max", List.of("1"), 1)));
        String message = assertThrows(InvocationException.class, () -> compare(SAMPLE, result, plan))
                .getMessage();
        assertTrue(message.contains("exports no function 'max'. Exported functions: divide, fib"), message);
    }

    /** The name of an exported function of the sample, which is a number. */
    private static String sample(String export) {
        try (BinaryenModule module = BinaryenModule.open(SAMPLE)) {
            return module.exports().function(export).orElseThrow();
        }
    }

    private static RunFindings compare(byte[] input, DiversificationResult result, RunPlan plan) {
        return runs(input, result.binary(), result.manifest(), request(plan, 8, 120))
                .compare();
    }

    private static RunFindings compare(byte[] input, Broken broken, RunPlan plan) {
        return runs(input, broken.binary(), broken.manifest(), request(plan, 8, 120))
                .compare();
    }

    private static VerificationRequest request(RunPlan plan, int exportInputs, int seconds) {
        return new VerificationRequest(
                64, 3, exportInputs, Duration.ofSeconds(seconds), Optional.empty(), ConfiguredRuns.of(plan));
    }

    private static ModuleRuns runs(byte[] input, byte[] binary, Manifest manifest, VerificationRequest request) {
        return runs(List.of(EndiveEngine.compiling()), input, binary, manifest, request);
    }

    private static ModuleRuns runs(
            List<Engine> engines, byte[] input, byte[] binary, Manifest manifest, VerificationRequest request) {
        return new ModuleRuns(
                engines,
                2,
                new VerificationSubject(input, binary, manifest, request, 1),
                Deadline.in(request.time()),
                new FaultyRunSteps(input, manifest, StrategyRegistry::create, Set.of()),
                VerificationProgress.SILENT);
    }

    private static DiversificationResult diversify(byte[] input, RandomnessSource source, Granularity granularity) {
        var request = new DiversificationRequest(
                        new VariantBudget(4, 100, 1000, Optional.empty()),
                        Optional.of("seed"),
                        NameFilter.all(),
                        List.of(),
                        source)
                .withMaxOverhead(1000)
                .withGranularity(new GranularityChoice(Optional.of(granularity), List.of()));
        return new Diversifier(2, Path.of("target")).diversify("in.wasm", input, "out.wasm", request, Progress.SILENT);
    }
}
