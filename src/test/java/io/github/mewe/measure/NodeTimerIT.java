package io.github.mewe.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mewe.execution.ExportedFunction;
import io.github.mewe.execution.Invocation;
import io.github.mewe.execution.ProgramInput;
import io.github.mewe.execution.RunPlan;
import io.github.mewe.fixture.WatModule;
import io.github.mewe.wasm.ValueType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Tests that timed calls in Node get their arguments, and programs their environment. Requires Node. */
class NodeTimerIT {
    private static final int RUNS = 12;
    private static final Map<String, ExportedFunction> EXPORTS = Map.of(
            "check",
            new ExportedFunction(
                    "check", List.of(ValueType.I32, ValueType.I64, ValueType.F32, ValueType.F64), List.of()));

    /** Traps unless it has the seed SEED and these arguments. */
    private static final String CHECK = """
            (module
              (global $seeded (mut i64) (i64.const 0))
              (func (export "mewe_seed") (param i64 i64)
                (global.set $seeded (i64.or (local.get 0) (i64.const 1))))
              (func (export "check") (param i32 i64 f32 f64)
                (if (i32.eqz (i64.SEED (global.get $seeded) (i64.const 0))) (then unreachable))
                (if (i32.ne (local.get 0) (i32.const -2)) (then unreachable))
                (if (i64.ne (local.get 1) (i64.const 0x8000000000000001)) (then unreachable))
                (if (f32.ne (local.get 2) (f32.const 1.5)) (then unreachable))
                (if (f64.ne (local.get 3) (f64.const -0.1)) (then unreachable))))
            """;

    private static final RunPlan CALL = new RunPlan(
            Optional.empty(), List.of(new Invocation("check", List.of("-2", "0x8000000000000001", "1.5", "-0.1"), 3)));

    /** Exits with 0 if its standard input starts with the letter a; otherwise traps. */
    private static final byte[] PROGRAM = WatModule.assemble("""
            (module
              (import "wasi_snapshot_preview1" "fd_read" (func $read (param i32 i32 i32 i32) (result i32)))
              (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
              (memory (export "memory") 1)
              (func (export "_start")
                (i32.store (i32.const 0) (i32.const 64))
                (i32.store (i32.const 4) (i32.const 16))
                (drop (call $read (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 8)))
                (if (i32.ne (i32.load8_u (i32.const 64)) (i32.const 97)) (then unreachable))
                (call $exit (i32.const 0))))
            """);

    private static TimeSamples take(byte[] original, byte[] multivariant, RunPlan plan) throws Exception {
        var pair = new TimingRequest(
                original, multivariant, "app.wasm", Optional.of("mewe_seed"), RUNS, Duration.ofSeconds(20));
        return new NodeTimer("node", "V8").take(pair, plan, EXPORTS);
    }

    private static byte[] check(String comparison) {
        return WatModule.assemble(CHECK.replace("SEED", comparison));
    }

    @Test
    void onlyTheMultivariantBinaryIsSeededAndBothGetTheirArguments() throws Exception {
        TimeSamples samples = take(check("eq"), check("ne"), CALL);
        assertEquals("V8", samples.engine());
        for (double[] times : List.of(samples.original(), samples.multivariant())) {
            assertEquals(RUNS, times.length);
            assertTrue(Arrays.stream(times).allMatch(time -> time > 0), Arrays.toString(times));
        }
        assertEquals(10, samples.originalStart().length);
        assertEquals(10, samples.multivariantStart().length);
    }

    @Test
    void reportsATrap() {
        var e = assertThrows(TimingException.class, () -> take(check("ne"), check("ne"), CALL));
        assertTrue(e.getMessage().startsWith("V8: RuntimeError: unreachable"), e.getMessage());
    }

    @Test
    void programsGetTheirStandardInputInEveryRun() throws Exception {
        byte[] seeded = WatModule.assemble(
                WatModule.text(PROGRAM).replaceFirst("\\)\\s*$", "(func (export \"mewe_seed\") (param i64 i64)))"));
        var start = new ProgramInput(List.of("x"), "abc".getBytes(StandardCharsets.UTF_8), Map.of());
        TimeSamples samples = take(PROGRAM, seeded, new RunPlan(Optional.of(start), List.of()));
        assertEquals(RUNS, samples.multivariant().length);
        var empty = new ProgramInput(List.of(), new byte[0], Map.of());
        assertThrows(TimingException.class, () -> take(PROGRAM, seeded, new RunPlan(Optional.of(empty), List.of())));
    }
}
