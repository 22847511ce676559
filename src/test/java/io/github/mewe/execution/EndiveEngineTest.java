package io.github.mewe.execution;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import java.util.Set;
import org.junit.jupiter.api.Test;

class EndiveEngineTest {
    private static final List<EndiveEngine> BOTH = List.of(EndiveEngine.compiling(), EndiveEngine.interpreting());

    private static final byte[] MODULE = WatModule.assemble("""
            (module
              (memory (export "memory") 1)
              (table 2 funcref)
              (elem (i32.const 0) $narrow)
              (type $other (func (param i64)))
              (global $count (export "count") (mut i64) (i64.const 0))
              (global $hidden (mut f32) (f32.const 1.5))
              (func $narrow (export "narrow") (param i32) (result i32)
                (i32.sub (local.get 0) (i32.const 1)))
              (func (export "nan") (result f32 f64)
                (f32.const nan:0x200001) (f64.const -nan:0x4000000000001))
              (func (export "note") (param i32 i32)
                (i32.store (local.get 0) (local.get 1))
                (global.set $count (i64.add (global.get $count) (i64.const 1)))
                (global.set $hidden (f32.const 2.5)))
              (func (export "divide") (param i32 i32) (result i32)
                (i32.div_s (local.get 0) (local.get 1)))
              (func (export "truncate") (param f64) (result i32) (i32.trunc_f64_s (local.get 0)))
              (func (export "indirect") (param i32)
                (call_indirect (type $other) (i64.const 0) (local.get 0)))
              (func (export "forbidden") unreachable)
              (func (export "endless") (loop $l (br $l)))
              (func $deep (export "deep") (param i32) (result i32)
                (i32.add (call $deep (i32.add (local.get 0) (i32.const 1))) (i32.const 1)))
              (func (export "store8") (param i32) (i64.store8 offset=8 (local.get 0) (i64.const 0x1FF)))
              (func (export "store32") (param i32) (i64.store32 offset=8 (local.get 0) (i64.const 0x1FFFFFFFF)))
              (func (export "loaded") (param i32) (result i64) (i64.load (local.get 0)))
              (func (export "reference") (param externref)))
            """);

    /** Writes a file's content, two random numbers and the time; then a key as the linker's code asks for it. */
    private static final byte[] PROGRAM = WatModule.assemble("""
            (module
              (import "wasi_snapshot_preview1" "path_open"
                (func $open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
              (import "wasi_snapshot_preview1" "fd_read" (func $read (param i32 i32 i32 i32) (result i32)))
              (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
              (import "wasi_snapshot_preview1" "random_get" (func $random (param i32 i32) (result i32)))
              (import "wasi_snapshot_preview1" "clock_time_get" (func $clock (param i32 i64 i32) (result i32)))
              (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
              (import "mewe" "random" (func $key (result i64)))
              (import "mewe" "trace" (func $trace (param i32 i32)))
              (memory (export "memory") 1)
              (data (i32.const 64) "in/data.txt")
              (func (export "key") (result i64)
                (drop (call $random (i32.const 0) (i32.const 16)))
                (i64.xor (i64.load (i32.const 0)) (i64.load (i32.const 8))))
              (func (export "hostKey") (result i64) (call $key))
              (func (export "choose") (call $trace (i32.const 3) (i32.const 7)))
              (func (export "_start")
                (if (call $open (i32.const 3) (i32.const 0) (i32.const 64) (i32.const 11) (i32.const 0)
                      (i64.const 2) (i64.const 2) (i32.const 0) (i32.const 32))
                  (then (call $exit (i32.const 9))))
                (i32.store (i32.const 16) (i32.const 1024))
                (i32.store (i32.const 20) (i32.const 100))
                (drop (call $read (i32.load (i32.const 32)) (i32.const 16) (i32.const 1) (i32.const 24)))
                (drop (call $random (i32.const 2000) (i32.const 8)))
                (drop (call $clock (i32.const 0) (i64.const 1) (i32.const 2008)))
                (drop (call $clock (i32.const 1) (i64.const 1) (i32.const 2016)))
                (drop (call $random (i32.const 2024) (i32.const 8)))
                (i32.store (i32.const 16) (i32.const 1024))
                (i32.store (i32.const 20) (i32.load (i32.const 24)))
                (drop (call $write (i32.const 1) (i32.const 16) (i32.const 1) (i32.const 24)))
                (drop (call $write (i32.const 2) (i32.const 16) (i32.const 1) (i32.const 24)))
                (call $exit (i32.const 3))))
            """);

    private static final ProgramInput START = new ProgramInput(
            List.of(), new byte[0], Map.of(), Map.of("in/data.txt", "content".getBytes(StandardCharsets.UTF_8)));

    @Test
    void resultsAreBits() {
        for (EndiveEngine engine : BOTH) {
            try (RunningModule running = run(engine, MODULE)) {
                assertEquals(
                        new CallOutcome.Returned(List.of(new Value(ValueType.I32, 0xffffffffL))),
                        running.call("narrow", 0xabcd_0000_0000L));
                assertEquals(
                        new CallOutcome.Returned(List.of(
                                new Value(ValueType.F32, 0x7fa00001L), new Value(ValueType.F64, 0xfff4000000000001L))),
                        running.call("nan"),
                        engine.name());
            }
        }
    }

    @Test
    void narrowStoresDoNotWrapAround() {
        for (EndiveEngine engine : BOTH) {
            try (RunningModule running = run(engine, MODULE)) {
                for (String store : List.of("store8", "store32")) {
                    assertEquals(TrapKind.MEMORY_BOUNDS, trap(running.call(store, 0xFFFF_FFFDL)), store);
                }
                assertEquals(new CallOutcome.Returned(List.of(new Value(ValueType.I64, 0))), running.call("loaded", 0));
                running.call("store8", 0);
                running.call("store32", 1);
                assertEquals(
                        new CallOutcome.Returned(List.of(new Value(ValueType.I64, 0xFF_FFFF_FFFFL))),
                        running.call("loaded", 8));
            }
        }
    }

    @Test
    void trapsHaveKinds() {
        for (EndiveEngine engine : BOTH) {
            try (RunningModule running = run(engine, MODULE)) {
                assertEquals(TrapKind.DIVISION_BY_ZERO, trap(running.call("divide", 1, 0)));
                assertEquals(TrapKind.INTEGER_OVERFLOW, trap(running.call("divide", 0x80000000L, -1)));
                assertEquals(
                        TrapKind.INVALID_CONVERSION,
                        trap(running.call("truncate", Double.doubleToRawLongBits(Double.NaN))));
                assertEquals(
                        TrapKind.INTEGER_OVERFLOW, trap(running.call("truncate", Double.doubleToRawLongBits(1e10))));
                assertEquals(TrapKind.MEMORY_BOUNDS, trap(running.call("note", 65533, 1)));
                assertEquals(TrapKind.WRONG_TYPE, trap(running.call("indirect", 0)));
                assertEquals(TrapKind.NO_FUNCTION, trap(running.call("indirect", 1)));
                assertEquals(TrapKind.NO_FUNCTION, trap(running.call("indirect", 2)));
                assertEquals(TrapKind.UNREACHABLE, trap(running.call("forbidden")));
            }
        }
    }

    @Test
    void whatIsLeftBehindIsSeen() {
        for (EndiveEngine engine : BOTH) {
            try (RunningModule running = run(engine, MODULE)) {
                assertEquals(List.of("memory 0"), running.memories());
                running.call("note", 5, 0x01020304);
                byte[] memory = running.memory("memory 0");
                assertEquals(65536, memory.length);
                assertEquals(0x04, memory[5]);
                assertEquals(
                        Map.of(
                                "global 0",
                                new Value(ValueType.I64, 1),
                                "global 1",
                                new Value(ValueType.F32, Float.floatToRawIntBits(2.5f))),
                        running.globals());
                assertEquals(Set.of("count"), running.exportedGlobals().keySet());
            }
        }
    }

    @Test
    void anEndlessRunIsStopped() {
        for (EndiveEngine engine : BOTH) {
            try (PreparedModule module = engine.prepare(MODULE, "m");
                    RunningModule running = module.instantiate(RunEnvironment.DEFAULT.with(Duration.ofMillis(200)))) {
                assertInstanceOf(CallOutcome.Stopped.class, running.call("endless"), engine.name());
                assertFalse(Thread.currentThread().isInterrupted());
                assertInstanceOf(CallOutcome.Returned.class, running.call("narrow", 1), engine.name());
            }
        }
    }

    @Test
    void aDeepRunIsStopped() {
        for (EndiveEngine engine : BOTH) {
            try (RunningModule running = run(engine, MODULE)) {
                CallOutcome.Stopped stopped = assertInstanceOf(CallOutcome.Stopped.class, running.call("deep", 0));
                assertTrue(stopped.reason().contains("too deep"), stopped.reason());
            }
        }
    }

    @Test
    void aModuleIsTranslatedOnceForManyInstances() {
        try (PreparedModule module = EndiveEngine.compiling().prepare(MODULE, "m")) {
            for (int i = 0; i < 1000; i++) {
                try (RunningModule running = module.instantiate(RunEnvironment.DEFAULT)) {
                    running.call("note", 0, i);
                    assertEquals(1, running.exportedGlobals().get("count").bits());
                }
            }
        }
    }

    @Test
    void aFailingStartFunctionIsTold() {
        byte[] failing = WatModule.assemble("(module (func $f unreachable) (start $f))");
        byte[] endless = WatModule.assemble("(module (func $f (loop $l (br $l))) (start $f))");
        for (EndiveEngine engine : BOTH) {
            try (PreparedModule module = engine.prepare(failing, "m")) {
                var e = assertThrows(
                        FailedInstantiationException.class, () -> module.instantiate(RunEnvironment.DEFAULT));
                assertEquals(TrapKind.UNREACHABLE, trap(e.outcome()));
            }
            try (PreparedModule module = engine.prepare(endless, "m")) {
                var e = assertThrows(
                        FailedInstantiationException.class,
                        () -> module.instantiate(RunEnvironment.DEFAULT.with(Duration.ofMillis(100))));
                assertInstanceOf(CallOutcome.Stopped.class, e.outcome());
            }
        }
    }

    @Test
    void aProgramFindsWhatItIsGivenAndNothingElse() {
        try (PreparedModule module = EndiveEngine.compiling().prepare(PROGRAM, "p")) {
            var memories = new ArrayList<byte[]>();
            for (int i = 0; i < 2; i++) {
                try (RunningModule running =
                        module.instantiate(RunEnvironment.DEFAULT.with(START).withKeys(i))) {
                    assertEquals(new CallOutcome.Exited(3), running.call("_start"));
                    assertEquals("content", new String(running.stdout(), StandardCharsets.UTF_8));
                    assertEquals("content", new String(running.stderr(), StandardCharsets.UTF_8));
                    assertEquals(Set.of("in/data.txt"), running.files().keySet());
                    memories.add(running.memory("memory 0"));
                }
            }
            assertArrayEquals(memories.get(0), memories.get(1));
            try (RunningModule running = module.instantiate(RunEnvironment.DEFAULT)) {
                assertEquals(new CallOutcome.Exited(9), running.call("_start"));
            }
        }
    }

    @Test
    void keysAreDrawnApartFromTheProgramsNumbers() {
        try (PreparedModule module = EndiveEngine.compiling().prepare(PROGRAM, "p")) {
            try (RunningModule first = module.instantiate(
                            RunEnvironment.DEFAULT.with(START).withKeys(1));
                    RunningModule second = module.instantiate(
                            RunEnvironment.DEFAULT.with(START).withKeys(2))) {
                assertNotEquals(first.call("key"), second.call("key"));
                assertNotEquals(first.call("hostKey"), second.call("hostKey"));
                first.call("_start");
                second.call("key");
                second.call("_start");
                byte[] one = first.memory("memory 0");
                byte[] other = second.memory("memory 0");
                assertArrayEquals(
                        java.util.Arrays.copyOfRange(one, 2000, 2032), java.util.Arrays.copyOfRange(other, 2000, 2032));
            }
        }
    }

    @Test
    void choicesAreHeard() {
        var heard = new ArrayList<List<Integer>>();
        try (PreparedModule module = EndiveEngine.compiling().prepare(PROGRAM, "p");
                RunningModule running = module.instantiate(
                        RunEnvironment.DEFAULT.with((dispatcher, body) -> heard.add(List.of(dispatcher, body))))) {
            running.call("choose");
        }
        assertEquals(List.of(List.of(3, 7)), heard);
    }

    @Test
    void signaturesAreKnown() {
        try (PreparedModule module = EndiveEngine.compiling().prepare(MODULE, "m")) {
            assertEquals(
                    new ExportedFunction("narrow", List.of(ValueType.I32), List.of(ValueType.I32)),
                    module.function("narrow").orElseThrow());
            assertFalse(module.function("reference").orElseThrow().isScalar());
            assertTrue(module.function("missing").isEmpty());
        }
    }

    @Test
    void aPathOutOfTheDirectoryIsRefused() {
        var start = new ProgramInput(List.of(), new byte[0], Map.of(), Map.of("../x", new byte[0]));
        try (PreparedModule module = EndiveEngine.compiling().prepare(PROGRAM, "p")) {
            assertThrows(InvocationException.class, () -> module.instantiate(RunEnvironment.DEFAULT.with(start)));
        }
    }

    private static RunningModule run(EndiveEngine engine, byte[] module) {
        return engine.prepare(module, "m").instantiate(RunEnvironment.DEFAULT);
    }

    private static TrapKind trap(CallOutcome outcome) {
        return assertInstanceOf(CallOutcome.Trapped.class, outcome).kind();
    }
}
