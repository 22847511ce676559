package io.github.mewe.equivalence.concolic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mewe.engine.DiversificationRequest;
import io.github.mewe.engine.DiversificationResult;
import io.github.mewe.engine.Diversifier;
import io.github.mewe.engine.NameFilter;
import io.github.mewe.engine.Progress;
import io.github.mewe.equivalence.harness.BodyFacts;
import io.github.mewe.equivalence.harness.InitialMemory;
import io.github.mewe.equivalence.harness.JournalingMemory;
import io.github.mewe.equivalence.harness.ModulePair;
import io.github.mewe.equivalence.harness.RunOutcome;
import io.github.mewe.equivalence.harness.StubRecorder;
import io.github.mewe.equivalence.harness.TestInput;
import io.github.mewe.equivalence.harness.TestInstance;
import io.github.mewe.equivalence.harness.TestModule;
import io.github.mewe.equivalence.harness.ValueGenerator;
import io.github.mewe.equivalence.isolation.IsolatedComparison;
import io.github.mewe.equivalence.isolation.IsolatedVariant;
import io.github.mewe.equivalence.isolation.IsolationSettings;
import io.github.mewe.fixture.Modules;
import io.github.mewe.link.RandomnessSource;
import io.github.mewe.report.Manifest;
import io.github.mewe.variant.VariantBudget;
import io.github.mewe.wasm.ModuleSections;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that solved inputs reach code that random inputs almost never reach. */
class PathExplorationTest {
    private static final String MODULE = """
            (module
              (import "env" "ask" (func $ask (param i32) (result i64)))
              (import "env" "fill" (func $fill (param i32)))
              (memory (export "memory") 1)
              (global $stack (mut i32) (i32.const 8192))
              (func $argument (export "argument") (param $x i32) (result i32)
                (if (result i32)
                  (i32.eq
                    (i32.xor (i32.mul (i32.rotl (local.get $x) (i32.const 5)) (i32.const 77)) (i32.const 0x12345678))
                    (i32.const 0x5EEDBEEF))
                  (then (i32.const 1))
                  (else (i32.const 2))))
              (func $text (export "text") (param $p i32) (result i32)
                (if (i32.ne (i32.load8_u (local.get $p)) (i32.const 0x7B)) (then (return (i32.const 1))))
                (if (i32.ne (i32.load16_s offset=1 (local.get $p)) (i32.const -4322)) (then (return (i32.const 2))))
                (if (i64.ne (i64.load offset=8 (local.get $p)) (i64.const 0x0123456789ABCDEF))
                  (then (return (i32.const 3))))
                (if (i64.ne
                      (call $ask (i32.load offset=16 (local.get $p)))
                      (i64.add (i64.load offset=24 (local.get $p)) (i64.const 31337)))
                  (then (return (i32.const 4))))
                (i32.const 5))
              (func $effect (export "effect") (result i32)
                (local $p i32)
                (global.set $stack (local.tee $p (i32.sub (global.get $stack) (i32.const 32))))
                (i64.store offset=8 (local.get $p) (i64.const 0))
                (call $fill (local.get $p))
                (global.set $stack (i32.add (local.get $p) (i32.const 32)))
                (if (result i32) (i32.eq (i32.load offset=12 (local.get $p)) (i32.const 0xCAFE123))
                  (then (i32.const 1))
                  (else (i32.const 2))))
              (func $number (export "number") (param $x f64) (param $y f32) (result i32)
                (if (result i32)
                  (i32.and
                    (f64.gt (f64.mul (local.get $x) (f64.const 2.5)) (f64.const 1234.5))
                    (f64.lt (f64.mul (local.get $x) (f64.const 2.5)) (f64.const 1234.6)))
                  (then (i32.reinterpret_f32 (local.get $y)))
                  (else (i32.const 2)))))
            """;
    private static final int ARGUMENT = 2;

    @TempDir
    Path directory = Path.of(System.getProperty("java.io.tmpdir"));

    private List<IsolatedVariant> executed(long seed) {
        return executed(MODULE, seed);
    }

    private List<IsolatedVariant> executed(String module, long seed) {
        byte[] input = Modules.of(module);
        var budget = new VariantBudget(2, 50, 1.5, Optional.empty());
        var request = new DiversificationRequest(
                budget, Optional.of("5"), NameFilter.all(), List.of(), RandomnessSource.EXPORT);
        DiversificationResult made = new Diversifier(1, directory).diversify("x", input, "y", request, Progress.SILENT);
        return new IsolatedComparison(input, made.binary(), made.manifest(), IsolationSettings.defaults(seed, 1)).run();
    }

    /** Some variants contain unreachable instructions, but never all variants of a function. */
    @Test
    void solvedInputsReachAllCode() {
        List<IsolatedVariant> all = executed(3);
        for (int function = ARGUMENT; function < ARGUMENT + 4; function++) {
            int index = function;
            List<IsolatedVariant> some = all.stream()
                    .filter(result -> result.function().index() == index)
                    .toList();
            assertTrue(!some.isEmpty(), () -> "no variants of function " + index);
            assertTrue(
                    some.stream().anyMatch(result -> result.reached() == result.instructions()),
                    () -> "function " + index + ": "
                            + some.stream().map(IsolatedVariant::verdict).toList());
            assertTrue(
                    some.stream().allMatch(result -> result.divergence().isEmpty()),
                    () -> "function " + index + ": " + some);
        }
    }

    /** Each of these levels can be inverted in two ways, and no combination works. Trying all would take forever. */
    @Test
    void solverGivesUpOnUnsolvableGoals() {
        int levels = 60;
        String value = "(i32.wrap_i64 (i64.extend_i32_u ".repeat(levels) + "(i32.load8_u (local.get $p))"
                + "))".repeat(levels);
        List<IsolatedVariant> all = executed("""
                (module
                  (memory (export "memory") 1)
                  (func (export "never") (param $p i32) (result i32)
                    (if (result i32) (i32.eq %s (i32.const 0x12345))
                      (then (i32.const 1))
                      (else (i32.const 2)))))
                """.formatted(value), 3);
        assertTrue(!all.isEmpty());
        assertTrue(all.stream().allMatch(result -> result.divergence().isEmpty()), all::toString);
    }

    /** The solver cannot set bytes in the grown part of a memory, because it does not exist before the run. */
    @Test
    void readingGrownMemoryRejectsNoVariant() {
        List<IsolatedVariant> all = executed("""
                (module
                  (memory (export "memory") 2)
                  (func (export "grown") (param $x i32) (result i32)
                    (drop (memory.grow (i32.const 1)))
                    (i64.store (i32.const 131200) (i64.const 5))
                    (if (result i32)
                      (i32.eq
                        (i32.xor (i32.load (i32.const 131080)) (i32.shl (local.get $x) (i32.const 3)))
                        (i32.const 0x12345))
                      (then (i32.const 1))
                      (else (i32.add (i32.mul (local.get $x) (i32.const 77)) (i32.const 2))))))
                """, 3);
        assertTrue(!all.isEmpty());
        assertTrue(
                all.stream().allMatch(result -> result.verdict().status().equals(IsolatedVariant.EXECUTED)),
                all::toString);
        assertTrue(
                all.stream()
                        .noneMatch(result ->
                                String.valueOf(result.verdict().reason()).contains("failed")),
                all::toString);
    }

    @Test
    void sameSeedYieldsTheSameInputs() {
        List<String> once =
                executed(4).stream().map(result -> result.verdict().toString()).toList();
        assertEquals(
                once,
                executed(4).stream().map(result -> result.verdict().toString()).toList());
    }

    @Test
    void solvesBothDirectionsOfABranch() {
        byte[] input = Modules.of(MODULE);
        var binary = new ModuleSections(input);
        List<Manifest.Function> functions = IntStream.range(0, binary.bodies().size())
                .mapToObj(i ->
                        new Manifest.Function("f" + i, i + 2, i + 2, 1, 1, null, null, null, null, List.of(), null))
                .toList();
        var modules = new ModulePair(binary, binary, functions, Map.of(), null);
        var map = new InitialMemory(binary, 1);
        var module = new TestModule(modules, map, true);
        TestModule.Body body = module.addOriginal(ARGUMENT, java.util.Set.of());
        module.settle();
        var memory = new JournalingMemory(map.image(), false, -1);
        var instance = new TestInstance(module, module.write(), memory, new StubRecorder(memory, map), map, false);
        var values = new ValueGenerator(map, BodyFacts.of(binary, binary.body(ARGUMENT)));
        var interpreter = new ConcolicInterpreter(module, instance, map);
        var first = new TestInput(new long[] {5}, new long[] {8192}, List.of(), 1, List.of(), List.of());
        ExecutionTrace trace = interpreter.run(body, first, values, new ConcolicInterpreter.Limits(100, 1000));
        assertTrue(trace.isComplete());
        int decision = IntStream.range(0, trace.events().size())
                .filter(i -> trace.events().get(i).kind() == ExecutionTrace.Kind.DECISION)
                .findFirst()
                .orElseThrow();
        assertEquals(false, trace.events().get(decision).truth());
        TestInput other = new InputSolver(values, new java.util.SplittableRandom(1))
                .solve(trace, decision, ExecutionTrace.TRUE)
                .orElseThrow();
        RunOutcome outcome = instance.run(body, ModulePair.functionType(binary, ARGUMENT), other, values, 100, false);
        assertEquals(1, outcome.results()[0], () -> "argument 0x" + Long.toHexString(other.arguments()[0]));
    }
}
