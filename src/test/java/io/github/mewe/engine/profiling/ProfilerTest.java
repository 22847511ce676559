package io.github.mewe.engine.profiling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mewe.engine.DiversificationException;
import io.github.mewe.engine.DiversificationRequest;
import io.github.mewe.engine.Diversifier;
import io.github.mewe.engine.NameFilter;
import io.github.mewe.engine.Progress;
import io.github.mewe.execution.EngineLimitException;
import io.github.mewe.execution.Invocation;
import io.github.mewe.execution.ProgramInput;
import io.github.mewe.execution.RunPlan;
import io.github.mewe.fixture.Modules;
import io.github.mewe.fixture.WatModule;
import io.github.mewe.link.RandomnessSource;
import io.github.mewe.profile.ProfileException;
import io.github.mewe.profile.RecordedProfile;
import io.github.mewe.report.Manifest;
import io.github.mewe.variant.VariantBudget;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfilerTest {
    private static final byte[] FIB = WatModule.assemble("""
            (module
              (func $fib (export "fib") (param $n i32) (result i32)
                (if (result i32) (i32.lt_u (local.get $n) (i32.const 2))
                  (then (local.get $n))
                  (else
                    (i32.add
                      (call $fib (i32.sub (local.get $n) (i32.const 1)))
                      (call $fib (i32.sub (local.get $n) (i32.const 2)))))))
              (func $unused (export "unused"))
              (func $divide (export "divide") (param i32 i64 f32 f64) (result i32)
                (i32.div_u (i32.const 1) (local.get 0)))
              (func (export "reference") (param externref)))
            """);

    /** Exits with a byte of standard input as the exit code; counts arguments and environment variables. */
    private static final byte[] PROGRAM = WatModule.assemble("""
            (module
              (import "wasi_snapshot_preview1" "fd_read" (func $read (param i32 i32 i32 i32) (result i32)))
              (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
              (import "wasi_snapshot_preview1" "args_sizes_get" (func $args (param i32 i32) (result i32)))
              (import "wasi_snapshot_preview1" "environ_sizes_get" (func $environ (param i32 i32) (result i32)))
              (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
              (memory (export "memory") 1)
              (data (i32.const 100) "a word")
              (func $times (param $n i32)
                (loop $next
                  (if (local.get $n)
                    (then
                      (call $once)
                      (local.set $n (i32.sub (local.get $n) (i32.const 1)))
                      (br $next)))))
              (func $once)
              (func (export "_start")
                (drop (call $args (i32.const 0) (i32.const 4)))
                (call $times (i32.load (i32.const 0)))
                (drop (call $environ (i32.const 0) (i32.const 4)))
                (call $times (i32.mul (i32.const 100) (i32.load (i32.const 0))))
                (i32.store (i32.const 16) (i32.const 32))
                (i32.store (i32.const 20) (i32.const 1))
                (drop (call $read (i32.const 0) (i32.const 16) (i32.const 1) (i32.const 24)))
                (i32.store (i32.const 16) (i32.const 100))
                (i32.store (i32.const 20) (i32.const 6))
                (drop (call $write (i32.const 2) (i32.const 16) (i32.const 1) (i32.const 24)))
                (call $exit (i32.load8_u (i32.const 32)))))
            """);

    @TempDir
    private Path directory;

    private Profiler profiler;

    @BeforeEach
    void makeProfiler() {
        profiler = new Profiler(directory);
    }

    @Test
    void recordsInvocations() {
        RecordedProfile profile = record(FIB, calls("fib", 3, "5"));
        assertEquals(1, profile.functions().size());
        RecordedProfile.Function fib = profile.functions().get(0);
        assertEquals("fib", fib.name());
        assertEquals(45, fib.calls());
        assertEquals(3, fib.indirectCalls());
        assertTrue(fib.cost() > fib.calls(), fib.toString());
        assertEquals("app.wasm", profile.module());
        assertEquals(4, profile.defined());
    }

    @Test
    void parsesArgumentsByType() {
        RecordedProfile profile =
                record(FIB, calls("divide", 1, "0xffffffff", "-9223372036854775808", "NaN", "-1e300"));
        assertEquals(1, profile.functions().get(0).calls());
    }

    @Test
    void recordsTheStartFunction() {
        byte[] module = WatModule.assemble("(module (func $f) (func $g (export \"g\")) (start $f))");
        RecordedProfile profile = record(module, calls("g", 1));
        assertEquals(
                List.of(1L, 1L),
                profile.functions().stream()
                        .map(RecordedProfile.Function::calls)
                        .toList());
    }

    @Test
    void initialisesALibrary() {
        byte[] module =
                WatModule.assemble("(module (func $i (export \"_initialize\")) (func (export \"g\") (call $i)))");
        assertEquals(2, record(module, calls("g", 1)).functions().get(0).calls());
    }

    @Test
    void passesArgumentsInputAndEnvironment() {
        var start = new ProgramInput(List.of("a", "b"), new byte[] {0}, Map.of("X", "1", "Y", "2"));
        RecordedProfile profile = record(PROGRAM, new RunPlan(Optional.of(start), List.of()));
        Map<String, Long> calls = profile.functions().stream()
                .filter(function -> function.name() != null)
                .collect(Collectors.toMap(RecordedProfile.Function::name, RecordedProfile.Function::calls));
        assertEquals(Map.of("times", 2L, "once", 203L), calls);
    }

    @Test
    void reportsAFailedProgram() {
        var start = new ProgramInput(List.of(), "A".getBytes(StandardCharsets.UTF_8), Map.of());
        assertFails(
                PROGRAM,
                new RunPlan(Optional.of(start), List.of()),
                "<start>: the program exited with code 65. It wrote: a word");
    }

    @Test
    void rejectsInvalidInvocations() {
        assertFails(
                FIB, calls("fob", 1), "exports no function 'fob'. Exported functions: divide, fib, reference, unused");
        assertFails(FIB, calls("fib", 1), "<invocation> fib(): the export takes 1 argument (i32), but gets 0");
        assertFails(FIB, calls("unused", 1, "1"), "the export takes 0 arguments, but gets 1");
        assertFails(FIB, calls("fib", 1, "ten"), "the argument 'ten' is not a valid i32");
        assertFails(FIB, calls("fib", 1, "4294967296"), "the argument '4294967296' is not a valid i32");
        assertFails(FIB, calls("fib", 1, "-2147483649"), "the argument '-2147483649' is not a valid i32");
        assertFails(FIB, calls("fib", 1, "0x"), "the argument '0x' is not a valid i32");
        assertFails(FIB, calls("divide", 1, "1", "1", "one", "1"), "the argument 'one' is not a valid f32");
        assertFails(FIB, calls("reference", 1, "1"), "cannot be given as a number");
        var start = new ProgramInput(List.of(), new byte[0], Map.of());
        assertFails(FIB, new RunPlan(Optional.of(start), List.of()), "<start>: the module exports no function _start");
    }

    @Test
    void reportsATrap() {
        assertFails(FIB, calls("divide", 1, "0", "0", "0", "0"), "<invocation> of divide(0, 0, 0, 0): it failed: ");
    }

    @Test
    void reportsLimitsOfTheEngine() {
        assertLimit("(module (import \"env\" \"log\" (func)) (func (export \"f\")))", "the module imports env.log");
        assertLimit(
                "(module (import \"env\" \"memory\" (memory 1)) (func (export \"f\")))",
                "the module imports env.memory");
        assertLimit(
                "(module (func (export \"f\") (drop (i8x16.splat (i32.const 1)))))",
                "the engine does not support the module: ");
        assertLimit(
                "(module (func (export \"f\") (try (do) (catch_all))))", "the engine does not support the module: ");
        assertLimit("(module (memory i64 1) (func (export \"f\")))", "the engine does not support the module: ");
    }

    @Test
    void rejectsMalformedAndInstrumentedModules() {
        assertThrows(DiversificationException.class, () -> profiler.instrument(new byte[] {1, 2, 3}));
        byte[] instrumented = profiler.instrument(FIB);
        String message = assertThrows(DiversificationException.class, () -> profiler.instrument(instrumented))
                .getMessage();
        assertTrue(message.contains("instrumented already"), message);
    }

    @Test
    void theProfileReplacesTheEstimate() {
        byte[] sample = Modules.sample();
        RecordedProfile profile = record(sample, calls("fib", 4, "6"));
        Manifest manifest = diversify(sample, request().withProfile(Optional.of(profile)));
        assertEquals("profile", manifest.prediction().from());
        assertEquals(
                List.of(),
                manifest.warnings().stream()
                        .filter(warning -> !warning.contains("<maxOverhead>"))
                        .toList(),
                "what does not fit the profile");
        Manifest.Function fib = manifest.functions().stream()
                .filter(function -> function.load().calls() == 100)
                .findFirst()
                .orElseThrow();
        assertEquals(4, fib.load().indirectCalls());
        Manifest estimated = diversify(sample, request());
        assertEquals("estimate", estimated.prediction().from());
        assertTrue(!estimated.fingerprint().equals(manifest.fingerprint()));
        assertTrue(!estimated
                .parameters()
                .get("profile")
                .equals(manifest.parameters().get("profile")));
    }

    @Test
    void warnsOfAProfileOfAnotherModule() {
        RecordedProfile profile = record(FIB, calls("fib", 1, "1"));
        Manifest manifest = diversify(PROGRAM, request().withProfile(Optional.of(profile)));
        assertEquals("estimate", manifest.prediction().from());
        assertEquals(1, manifest.warnings().size());
        assertTrue(
                manifest.warnings().get(0).contains("mewe:profile"),
                manifest.warnings().get(0));
    }

    private Manifest diversify(byte[] module, DiversificationRequest request) {
        return new Diversifier(1, directory)
                .diversify("app.wasm", module, "out.wasm", request, Progress.SILENT)
                .manifest();
    }

    private static DiversificationRequest request() {
        return new DiversificationRequest(
                new VariantBudget(2, 20, 1.3, Optional.empty()),
                Optional.of("seed"),
                NameFilter.all(),
                List.of("rewrite"),
                RandomnessSource.FIXED);
    }

    private RecordedProfile record(byte[] module, RunPlan run) {
        return profiler.record("app.wasm", module, profiler.instrument(module), run);
    }

    private static RunPlan calls(String export, int times, String... arguments) {
        return new RunPlan(Optional.empty(), List.of(new Invocation(export, List.of(arguments), times)));
    }

    private void assertFails(byte[] module, RunPlan run, String reason) {
        String message =
                assertThrows(ProfileException.class, () -> record(module, run)).getMessage();
        assertTrue(message.contains(reason), message);
    }

    private void assertLimit(String wat, String reason) {
        byte[] module = WatModule.assemble(wat);
        String message = assertThrows(EngineLimitException.class, () -> record(module, calls("f", 1)), wat)
                .getMessage();
        assertTrue(message.contains(reason), message);
    }
}
