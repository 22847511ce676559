package io.github.mewe.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.dylibso.chicory.runtime.HostFunction;
import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.ValType;
import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.fixture.Running;
import io.github.mewe.fixture.WatModule;
import io.github.mewe.link.LinkPlan.DrawKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImportHarvestingTest {
    private static final DrawKey KEY = new DrawKey(0x243f6a8885a308d3L, 0x13198a2e03707344L);
    private static final long OTHER_CONSTANT = 0x5c5c5c5c5c5c5c5cL;
    private static final long MARK = 1L << 63;
    private static final int VARIANTS = 3;

    /** The function draw chooses among four bodies at each call. */
    private static final String CLOCK = """
            (module
              (import "env" "clock" (func $clock (result i64)))
              (memory (export "memory") 1)
              (func (export "draw") (result i32) (i32.const 0))
              (func (export "tick") (result i64) (call $clock)))
            """;

    @ParameterizedTest
    @CsvSource({"i32,-5,4294967291", "i64,-5,-5", "f32,1069547520,1069547520", "f64,-7,-7"})
    void mixesTheReturnedNumberIntoTheKey(String type, long returned, long mixed) {
        String wat = """
                (module
                  (import "env" "clock" (func $clock (result TYPE)))
                  (func (export "draw") (result i32) (i32.const 0))
                  (func (export "tick") (drop (call $clock))))
                """.replace("TYPE", type);
        Running module = run(wat, clock(type, () -> returned));
        module.call("tick");
        assertEquals(choices(mixed(KEY, mixed)), choices(module));
    }

    @Test
    void mixesSeveralNumbers() {
        var time = new AtomicLong(41);
        Running module = run(CLOCK, clock("i64", time::incrementAndGet));
        module.call("tick");
        choices(module);
        module.call("tick");
        assertEquals(choices(mixed(mixed(KEY, 42), 43)), choices(module));
    }

    @Test
    void returnsTheNumberOfTheImport() {
        Running module = run(CLOCK, clock("i64", () -> 77));
        for (int i = 0; i < 20; i++) {
            assertEquals("77", module.call("tick"));
        }
    }

    @Test
    void mixesMoreAndMoreRarely() {
        Running module = run(CLOCK, clock("i64", () -> 1));
        DrawKey key = KEY;
        for (int call = 1; call <= 70; call++) {
            module.call("tick");
            if (Integer.bitCount(call) == 1) {
                key = mixed(key, 1);
                assertEquals(choices(key), choices(module), "call " + call);
            }
        }
        List<Integer> rest = choices(key, 128).subList(64, 128);
        assertEquals(rest, choices(module), "calls 65 to 70 change nothing");
    }

    @Test
    void aSeedEndsHarvesting() {
        var time = new AtomicLong();
        byte[] binary = linked(CLOCK, RandomnessSource.EXPORT);
        var traces = new ArrayList<List<Integer>>();
        for (int run = 0; run < 3; run++) {
            time.set(1000L * run);
            Running module = Running.of(binary, clock("i64", time::incrementAndGet));
            for (int i = 0; i < run; i++) {
                module.call("tick");
                module.callInt("draw");
            }
            module.call("mewe_seed", 5, 6);
            var trace = new ArrayList<Integer>();
            for (int i = 0; i < 40; i++) {
                module.call("tick");
                trace.add(module.callInt("draw"));
            }
            traces.add(trace);
        }
        assertEquals(traces.get(0), traces.get(1), "without regard to what was harvested before");
        assertEquals(traces.get(0), traces.get(2));
        assertEquals(choices(new DrawKey(5, 6), 40), traces.get(0));
    }

    @Test
    void aSeedDuringACallEndsHarvesting() {
        var seeded = new HostFunction(
                "env", "clock", FunctionType.of(List.of(), List.of(ValType.I64)), (instance, arguments) -> {
                    instance.export("mewe_seed").apply(5, 6);
                    return new long[] {9};
                });
        Running module = run(CLOCK, ImportValues.builder().addFunction(seeded).build());
        module.call("tick");
        assertEquals(choices(new DrawKey(5, 6)), choices(module));
    }

    @Test
    void onlyUnderTheSourceExport() {
        byte[] fixed = linked(CLOCK, RandomnessSource.FIXED);
        Running module = Running.of(fixed, clock("i64", () -> 1));
        module.call("tick");
        assertEquals(choices(KEY), choices(module));
        assertEquals(List.of(), harvested(CLOCK, RandomnessSource.FIXED));
        assertEquals(List.of(), harvested(CLOCK, RandomnessSource.HOST));
        assertEquals(List.of("clock RESULT"), harvested(CLOCK, RandomnessSource.AUTO));
    }

    @Test
    void addsNoImportAndKeepsExportsAndReferencesOfTheImport() {
        String wat = """
                (module
                  (import "env" "clock" (func $clock (result i64)))
                  (export "clock" (func $clock))
                  (type $number (func (result i64)))
                  (table (export "table") 1 funcref)
                  (elem (i32.const 0) $clock)
                  (func (export "draw") (result i32) (i32.const 0))
                  (func (export "indirect") (result i64) (call_indirect (type $number) (i32.const 0)))
                  (func (export "tick") (result i64) (call $clock)))
                """;
        byte[] binary = linked(wat, RandomnessSource.EXPORT);
        try (BinaryenModule module = BinaryenModule.open(binary)) {
            assertEquals(
                    1, module.functions().stream().filter(f -> f.isImported()).count());
            assertEquals(
                    List.of("table", "draw", "indirect", "tick", "clock", "mewe_seed"),
                    module.exports().names());
            assertEquals("clock", module.exports().function("clock").orElseThrow());
            assertTrue(module.referencedFunctions().contains("clock"));
        }
        Running module = Running.of(binary, clock("i64", () -> 3));
        assertEquals("3", module.call("indirect"));
        assertEquals(choices(KEY), choices(module), "an indirect call is not harvested");
        assertEquals("3", module.call("tick"));
        assertEquals(choices(mixed(KEY, 3)), choices(module));
    }

    @Test
    void harvestsCallsInAllBodies() {
        String wat = """
                (module
                  (import "env" "clock" (func $clock (result i32)))
                  (func (export "tick") (result i32) (call $clock)))
                """;
        try (BinaryenModule module = BinaryenModule.open(linked(wat, RandomnessSource.EXPORT))) {
            List<String> callers = module.definedFunctions().stream()
                    .filter(function -> module.directCallees(function).contains("clock"))
                    .toList();
            assertEquals(List.of("mewe.harvest.0"), callers);
        }
    }

    @Test
    void readsWhatWasiWrites() {
        String wat = """
                (module
                  (import "wasi_snapshot_preview1" "clock_time_get"
                    (func $clock (param i32 i64 i32) (result i32)))
                  (import "wasi_snapshot_preview1" "random_get" (func $random (param i32 i32) (result i32)))
                  (import "wasi_snapshot_preview1" "sched_yield" (func $yield (result i32)))
                  (memory (export "memory") 1)
                  (func (export "draw") (result i32) (i32.const 0))
                  (func (export "yield") (result i64) (i64.extend_i32_u (call $yield)))
                  (func (export "tick") (param i32) (result i64)
                    (i64.extend_i32_u (call $clock (i32.const 0) (i64.const 1) (local.get 0))))
                  (func (export "fill") (param i32 i32) (result i64)
                    (i64.extend_i32_u (call $random (local.get 0) (local.get 1)))))
                """;
        assertEquals(
                List.of("clock_time_get MEMORY", "random_get MEMORY"),
                harvested(wat, RandomnessSource.EXPORT),
                "error numbers of others are worth nothing");
        byte[] binary = linked(wat, RandomnessSource.EXPORT);
        Running module = Running.of(binary, wasi(0));
        assertEquals("0", module.call("tick", 40));
        assertEquals(choices(mixed(KEY, 0x0102030405060708L)), choices(module));
        module.call("fill", 3, 5);
        DrawKey filled = mixed(mixed(KEY, 0x0102030405060708L), 0x0102030405L);
        assertEquals(choices(filled), choices(module));

        Running full = Running.of(binary, wasi(0));
        full.call("fill", 65536 - 20, 20);
        assertEquals(choices(mixed(mixed(KEY, 0x0102030405060708L), word(9))), choices(full), "at most 16 bytes");

        Running failing = Running.of(binary, wasi(29));
        assertEquals("29", failing.call("tick", 40));
        assertEquals("29", failing.call("fill", 0, 16));
        assertEquals(choices(KEY), choices(failing), "a call that fails writes nothing");
    }

    /** Eight bytes from a first one on, each greater than the one before, as the wrapper reads them. */
    private static long word(int first) {
        long word = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            word = word << Byte.SIZE | first + i;
        }
        return word;
    }

    @Test
    void neverReadsOutsideOfMemory() {
        String wat = """
                (module
                  (import "gojs" "runtime.getRandomData" (func $random (param i32)))
                  (import "gojs" "runtime.nanotime1" (func $time (param i32)))
                  (memory (export "mem") 1)
                  (func (export "draw") (result i32) (i32.const 0))
                  (func (export "word") (param i32 i64) (i64.store (local.get 0) (local.get 1)))
                  (func (export "tick") (param i32) (call $time (local.get 0)))
                  (func (export "fill") (param i32) (call $random (local.get 0))))
                """;
        byte[] binary = linked(wat, RandomnessSource.EXPORT);
        for (int place : new int[] {65536, 65536 - 15, -1, -16, Integer.MIN_VALUE}) {
            Running module = Running.of(binary, go());
            assertEquals("", module.call("tick", place));
            assertEquals("", module.call("fill", place));
            boolean isRead = place == -1;
            assertEquals(choices(KEY).equals(choices(module)), !isRead, "address " + place);
        }
        for (long[] slice : new long[][] {{65536, 8}, {65530, 8}, {-1, 1}, {8, 0}, {0, -1}}) {
            Running module = Running.of(binary, go());
            module.call("word", 1008, slice[0]);
            module.call("word", 1016, slice[1]);
            assertEquals("", module.call("fill", 1000));
            boolean isRead = slice[1] == -1;
            assertEquals(choices(KEY).equals(choices(module)), !isRead, "slice at " + slice[0]);
        }
        Running module = Running.of(binary, go());
        module.call("word", 1008, 2000);
        module.call("word", 1016, 3);
        module.call("word", 2000, 0x332211);
        module.call("fill", 1000);
        assertEquals(choices(mixed(KEY, 0x112233)), choices(module));
    }

    @Test
    void startsAfterTheStartFunction() {
        String wat = """
                (module
                  (import "env" "clock" (func $clock (result i64)))
                  (global $early (mut i64) (i64.const 0))
                  (func $init (global.set $early (call $clock)))
                  (start $init)
                  (func (export "draw") (result i32) (i32.const 0))
                  (func (export "early") (result i64) (global.get $early))
                  (func (export "tick") (result i64) (call $clock)))
                """;
        Running module = run(wat, clock("i64", () -> 8));
        assertEquals("8", module.call("early"));
        assertEquals(choices(KEY), choices(module));
        module.call("tick");
        assertEquals(choices(mixed(KEY, 8)), choices(module), "the second call");
    }

    @Test
    void notInTheAllocatorOfAComponent() {
        String wat = """
                (module
                  (import "env" "clock" (func $clock (result i64)))
                  (func $helper (drop (call $clock)))
                  (func (export "draw") (result i32) (i32.const 0))
                  (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) (call $helper) (i32.const 0))
                  (func (export "tick") (result i64) (call $clock)))
                """;
        try (BinaryenModule module = BinaryenModule.open(linked(wat, RandomnessSource.EXPORT))) {
            assertEquals(List.of("clock"), module.directCallees("helper"));
            assertEquals(List.of("mewe.harvest.0"), module.directCallees("3"));
        }
    }

    @Test
    void passesSuspensionsOn() {
        var calls = new AtomicLong();
        var clock = new HostFunction(
                "env", "clock", FunctionType.of(List.of(), List.of(ValType.I64)), (instance, arguments) -> {
                    if (calls.getAndIncrement() == 0) {
                        instance.memory().writeI32(0, 16);
                        instance.memory().writeI32(4, 1024);
                        instance.export("asyncify_start_unwind").apply(0);
                        return new long[] {5};
                    }
                    instance.export("asyncify_stop_rewind").apply();
                    return new long[] {77};
                });
        Running module = Running.of(
                linked(WatModule.asyncified(CLOCK), RandomnessSource.EXPORT),
                ImportValues.builder().addFunction(clock).build());
        module.call("tick");
        module.call("asyncify_stop_unwind");
        module.call("asyncify_start_rewind", 0);
        assertEquals("77", module.call("tick"));
        assertEquals(choices(mixed(mixed(KEY, 5), 77)), choices(module));
    }

    @ParameterizedTest
    @CsvSource({
        "wasm:js-string, test, false",
        "teavmMath, sin, false",
        "teavmMath, random, true",
        "env, Math.pow, false",
        "env, Math.random, true",
        "Math, cos, false",
        "Math, random, true",
        "env, Mathematics, true"
    })
    void leavesPureFunctionsAlone(String from, String name, boolean isHarvested) {
        String wat = """
                (module
                  (import "FROM" "NAME" (func $function (result f64)))
                  (func (export "draw") (result i32) (i32.const 0))
                  (func (export "tick") (drop (call $function))))
                """.replace("FROM", from).replace("NAME", name);
        assertEquals(isHarvested ? List.of(name + " RESULT") : List.of(), harvested(wat, RandomnessSource.EXPORT));
    }

    @Test
    void leavesTailCallsAndBuiltinsAlone() {
        String wat = """
                (module
                  (import "env" "clock" (func $clock (result i64)))
                  (import "wasm:js-string" "length" (func $length (param externref) (result i32)))
                  (func (export "draw") (result i32) (i32.const 0))
                  (func $tail (result i64) (return_call $clock))
                  (func $size (param externref) (result i32) (call $length (local.get 0)))
                  (func $tick (result i64) (call $clock)))
                """;
        assertEquals(List.of("clock RESULT"), harvested(wat, RandomnessSource.EXPORT));
        try (BinaryenModule module = BinaryenModule.open(linked(wat, RandomnessSource.EXPORT))) {
            assertEquals(List.of("clock"), module.directCallees("tail"));
            assertEquals(List.of("mewe.harvest.0"), module.directCallees("tick"));
        }
    }

    @Test
    void guessesTheMeaningOfMinifiedImports() {
        String wat = """
                (module
                  (import "a" "b" (func $clock (param i32 i64 i32) (result i32)))
                  (memory (export "c") 1)
                  (func (export "draw") (result i32) (i32.const 0))
                  (func (export "tick") (drop (call $clock (i32.const 0) (i64.const 1) (i32.const 40)))))
                """;
        for (int error : new int[] {0, 29}) {
            var clock = new HostFunction(
                    "a",
                    "b",
                    FunctionType.of(List.of(ValType.I32, ValType.I64, ValType.I32), List.of(ValType.I32)),
                    (instance, arguments) -> {
                        write(instance, (int) arguments[2], 8);
                        return new long[] {error};
                    });
            Running module = run(wat, ImportValues.builder().addFunction(clock).build());
            module.call("tick");
            assertEquals(choices(mixed(KEY, error == 0 ? word(1) : error)), choices(module));
        }
    }

    @Test
    void notWhereAnImportOfRandomNumbersIsTheKey() {
        String wat = """
                (module
                  (import "env" "seed" (func $seed (result f64)))
                  (import "env" "clock" (func $clock (result i64)))
                  (memory (export "memory") 1)
                  (func (export "draw") (result i32) (i32.const 0))
                  (func (export "tick") (result i64) (drop (call $seed)) (call $clock)))
                """;
        assertEquals(List.of(), harvested(wat, RandomnessSource.AUTO));
        assertEquals(List.of("seed RESULT", "clock RESULT"), harvested(wat, RandomnessSource.EXPORT));
    }

    @Test
    void keepsTypesOfReferencesInImports() {
        String wat = """
                (module
                  (import "wbg" "__wbg_now_2c95c9de01293173" (func $now (param externref) (result f64)))
                  (memory 1)
                  (func (export "draw") (result i32) (i32.const 0))
                  (func (export "tick") (param externref) (result f64) (call $now (local.get 0))))
                """;
        assertEquals(List.of("__wbg_now_2c95c9de01293173 RESULT"), harvested(wat, RandomnessSource.EXPORT));
    }

    @Test
    void worksWithMemory64AndSeveralMemories() {
        String wide = """
                (module
                  (import "wasi_snapshot_preview1" "clock_time_get"
                    (func $clock (param i32 i64 i64) (result i32)))
                  (import "wasi_snapshot_preview1" "random_get" (func $random (param i32 i32) (result i32)))
                  (memory (export "memory") i64 1)
                  (func (export "draw") (result i32) (i32.const 0))
                  (func (export "tick") (result i32) (call $random (i32.const 0) (i32.const 8)))
                  (func (export "tock") (result i32)
                    (call $clock (i32.const 0) (i64.const 0) (i64.const 0))))
                """;
        assertEquals(List.of(), harvested(wide, RandomnessSource.EXPORT));
        String several = """
                (module
                  (import "wasi_snapshot_preview1" "random_get" (func $random (param i32 i32) (result i32)))
                  (memory 0)
                  (memory (export "memory") 1)
                  (func (export "draw") (result i32) (i32.const 0))
                  (func (export "fill") (result i64)
                    (i64.extend_i32_u (call $random (i32.const 0) (i32.const 8)))))
                """;
        assertEquals(List.of("random_get MEMORY"), harvested(several, RandomnessSource.EXPORT));
        assertTrue(WatModule.text(linked(several, RandomnessSource.EXPORT)).contains("(i64.load8_u $1"));
    }

    private static ImportValues clock(String type, LongSupplier time) {
        ValType result = Map.of("i32", ValType.I32, "i64", ValType.I64, "f32", ValType.F32, "f64", ValType.F64)
                .get(type);
        return ImportValues.builder()
                .addFunction(new HostFunction(
                        "env", "clock", FunctionType.of(List.of(), List.of(result)), (instance, arguments) ->
                                new long[] {time.getAsLong()}))
                .build();
    }

    /** Writes the bytes 1, 2, 3 ... and returns an error number. */
    private static ImportValues wasi(int error) {
        FunctionType none = FunctionType.of(List.of(), List.of(ValType.I32));
        FunctionType clock = FunctionType.of(List.of(ValType.I32, ValType.I64, ValType.I32), List.of(ValType.I32));
        FunctionType random = FunctionType.of(List.of(ValType.I32, ValType.I32), List.of(ValType.I32));
        return ImportValues.builder()
                .addFunction(new HostFunction("wasi_snapshot_preview1", "clock_time_get", clock, (instance, a) -> {
                    write(instance, (int) a[2], 8);
                    return new long[] {error};
                }))
                .addFunction(new HostFunction("wasi_snapshot_preview1", "random_get", random, (instance, a) -> {
                    write(instance, (int) a[0], (int) a[1]);
                    return new long[] {error};
                }))
                .addFunction(new HostFunction(
                        "wasi_snapshot_preview1", "sched_yield", none, (instance, a) -> new long[] {error}))
                .build();
    }

    private static void write(Instance instance, int address, int bytes) {
        for (int i = 0; i < bytes; i++) {
            instance.memory().writeByte(address + i, (byte) (i + 1));
        }
    }

    private static ImportValues go() {
        FunctionType type = FunctionType.of(List.of(ValType.I32), List.of());
        return ImportValues.builder()
                .addFunction(new HostFunction("gojs", "runtime.getRandomData", type, (instance, a) -> null))
                .addFunction(new HostFunction("gojs", "runtime.nanotime1", type, (instance, a) -> null))
                .build();
    }

    private static Running run(String wat, ImportValues imports) {
        return Running.of(linked(wat, RandomnessSource.EXPORT), imports);
    }

    private static byte[] linked(String wat, RandomnessSource source) {
        return linked(WatModule.assemble(wat), source);
    }

    private static byte[] linked(byte[] module, RandomnessSource source) {
        return new NumberedBodies(module, VARIANTS, Granularity.CALL)
                .with(source)
                .with(KEY)
                .link();
    }

    private static List<String> harvested(String wat, RandomnessSource source) {
        var bodies = new NumberedBodies(WatModule.assemble(wat), VARIANTS, Granularity.CALL).with(source);
        bodies.link();
        return bodies.harvest().imports().stream()
                .map(one -> one.function().importName().orElseThrow() + " " + one.part())
                .toList();
    }

    private static List<Integer> choices(Running module) {
        return IntStream.range(0, 64)
                .mapToObj(i -> module.callInt("draw") % 100)
                .toList();
    }

    private static List<Integer> choices(DrawKey key) {
        return choices(key, 64);
    }

    /** The choices that follow from a key: two bits each, 31 from one evaluation. */
    private static List<Integer> choices(DrawKey key, int count) {
        var choices = new ArrayList<Integer>();
        for (int i = 0; i < count; i++) {
            choices.add((int) (SipHash13.of(key, i / 31) >>> 2 * (i % 31)) & VARIANTS);
        }
        assertNotEquals(1, choices.stream().distinct().count());
        return choices;
    }

    /** The key after a value was mixed in. */
    private static DrawKey mixed(DrawKey key, long value) {
        var first = new DrawKey(key.low() ^ OTHER_CONSTANT, key.high());
        var second = new DrawKey(key.low() ^ OTHER_CONSTANT, key.high() ^ OTHER_CONSTANT);
        return new DrawKey(SipHash13.of(first, value) | MARK, SipHash13.of(second, value) | MARK);
    }
}
