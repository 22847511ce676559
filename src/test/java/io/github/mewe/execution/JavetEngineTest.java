package io.github.mewe.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mewe.fixture.WatModule;
import io.github.mewe.wasm.ValueType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JavetEngineTest {
    private static final byte[] MODULE = WatModule.assemble("""
            (module
              (import "mewe" "random" (func $key (result i64)))
              (import "mewe" "trace" (func $trace (param i32 i32)))
              (memory (export "memory") 1)
              (tag $t)
              (global (export "count") (mut i64) (i64.const -2))
              (func (export "lanes") (param i32) (result i32)
                (i32x4.extract_lane 2 (i32x4.mul (i32x4.splat (local.get 0)) (v128.const i32x4 1 2 3 4))))
              (func (export "many") (param i32 i64 f32 f64) (result f64 f32 i64 i32)
                (local.get 3) (local.get 2) (local.get 1) (local.get 0))
              (func (export "note") (param i32 i32) (i32.store (local.get 0) (local.get 1)))
              (func (export "divide") (param i32 i32) (result i32) (i32.div_s (local.get 0) (local.get 1)))
              (func (export "forbidden") unreachable)
              (func (export "raise") (throw $t))
              (func (export "endless") (loop $l (br $l)))
              (func $deep (export "deep") (param i32) (result i32)
                (i32.add (call $deep (i32.add (local.get 0) (i32.const 1))) (i32.const 1)))
              (func (export "choose") (call $trace (i32.const 3) (i32.const 7)))
              (func (export "key") (result i64) (call $key))
              (func (export "reference") (param externref)))
            """);

    private static final byte[] PROGRAM = WatModule.assemble("""
            (module
              (import "wasi_snapshot_preview1" "fd_read" (func $read (param i32 i32 i32 i32) (result i32)))
              (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
              (import "wasi_snapshot_preview1" "args_sizes_get" (func $sizes (param i32 i32) (result i32)))
              (import "wasi_snapshot_preview1" "environ_get" (func $environ (param i32 i32) (result i32)))
              (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
              (memory (export "memory") 1)
              (func (export "_start")
                (drop (call $environ (i32.const 64) (i32.const 1024)))
                (i32.store (i32.const 16) (i32.const 1028))
                (i32.store (i32.const 20) (i32.const 100))
                (drop (call $read (i32.const 0) (i32.const 16) (i32.const 1) (i32.const 24)))
                (i32.store (i32.const 16) (i32.const 1024))
                (i32.store (i32.const 20) (i32.add (i32.const 4) (i32.load (i32.const 24))))
                (drop (call $write (i32.const 1) (i32.const 16) (i32.const 1) (i32.const 24)))
                (drop (call $write (i32.const 2) (i32.const 16) (i32.const 1) (i32.const 24)))
                (drop (call $sizes (i32.const 0) (i32.const 4)))
                (call $exit (i32.load (i32.const 0)))))
            """);

    @Test
    void itRunsWhatTheEmbeddedEngineDoesNotKnow() {
        assertThrows(EngineLimitException.class, () -> EndiveEngine.compiling().prepare(MODULE, "m"));
        try (RunningModule running = run(MODULE, RunEnvironment.DEFAULT)) {
            assertEquals(new CallOutcome.Returned(List.of(new Value(ValueType.I32, 21))), running.call("lanes", 7));
            assertEquals(
                    new CallOutcome.Returned(List.of(
                            new Value(ValueType.F64, Double.doubleToRawLongBits(-0.0)),
                            new Value(ValueType.F32, Float.floatToRawIntBits(1.25f)),
                            new Value(ValueType.I64, Long.MIN_VALUE),
                            new Value(ValueType.I32, 0xffffffffL))),
                    running.call(
                            "many",
                            -1,
                            Long.MIN_VALUE,
                            Float.floatToRawIntBits(1.25f),
                            Double.doubleToRawLongBits(-0.0)));
        }
    }

    @Test
    void failuresHaveKinds() {
        try (RunningModule running = run(MODULE, RunEnvironment.DEFAULT.with(Duration.ofMillis(300)))) {
            assertEquals(TrapKind.DIVISION_BY_ZERO, trap(running.call("divide", 1, 0)));
            assertEquals(TrapKind.INTEGER_OVERFLOW, trap(running.call("divide", 0x80000000L, -1)));
            assertEquals(TrapKind.MEMORY_BOUNDS, trap(running.call("note", 65533, 1)));
            assertEquals(TrapKind.UNREACHABLE, trap(running.call("forbidden")));
            assertEquals(TrapKind.UNCAUGHT_EXCEPTION, trap(running.call("raise")));
            assertInstanceOf(CallOutcome.Stopped.class, running.call("deep", 0));
            CallOutcome.Stopped stopped = assertInstanceOf(CallOutcome.Stopped.class, running.call("endless"));
            assertTrue(stopped.isTimeOver());
            assertInstanceOf(CallOutcome.Returned.class, running.call("lanes", 1));
        }
    }

    @Test
    void whatIsExportedIsSeen() {
        var heard = new ArrayList<List<Integer>>();
        RunEnvironment setting =
                RunEnvironment.DEFAULT.with((dispatcher, body) -> heard.add(List.of(dispatcher, body)));
        try (RunningModule running = run(MODULE, setting);
                RunningModule other = run(MODULE, RunEnvironment.DEFAULT.withKeys(2))) {
            running.call("note", 5, 0x01020304);
            assertEquals(List.of("memory"), running.memories());
            assertEquals(0x04, running.memory("memory")[5]);
            assertEquals(Map.of("count", new Value(ValueType.I64, -2)), running.globals());
            running.call("choose");
            assertEquals(List.of(List.of(3, 7)), heard);
            assertNotEquals(running.call("key"), other.call("key"));
        }
    }

    @Test
    void aProgramWithoutFilesRuns() {
        var start = new ProgramInput(
                List.of("a", "b"), "input".getBytes(StandardCharsets.UTF_8), Map.of("K", "V"), Map.of());
        try (RunningModule running = run(PROGRAM, RunEnvironment.DEFAULT.with(start))) {
            assertEquals(new CallOutcome.Exited(3), running.call("_start"));
            assertEquals("K=V\0input", new String(running.stdout(), StandardCharsets.UTF_8));
            assertEquals("K=V\0input", new String(running.stderr(), StandardCharsets.UTF_8));
        }
        var files = new ProgramInput(List.of(), new byte[0], Map.of(), Map.of("f", new byte[0]));
        assertThrows(EngineLimitException.class, () -> run(PROGRAM, RunEnvironment.DEFAULT.with(files)));
    }

    @Test
    void whatItLacksIsNamed() {
        byte[] module = WatModule.assemble("(module (import \"env\" \"log\" (func)))");
        var e = assertThrows(EngineLimitException.class, () -> new JavetEngine().prepare(module, "m"));
        assertTrue(e.getMessage().startsWith("the module imports env.log; in V8"), e.getMessage());
        byte[] broken = {0, 'a', 's', 'm', 1, 0, 0, 0, 1};
        assertThrows(EngineLimitException.class, () -> new JavetEngine().prepare(broken, "m"));
    }

    private static RunningModule run(byte[] module, RunEnvironment setting) {
        return new JavetEngine().prepare(module, "m").instantiate(setting);
    }

    private static TrapKind trap(CallOutcome outcome) {
        return assertInstanceOf(CallOutcome.Trapped.class, outcome).kind();
    }
}
