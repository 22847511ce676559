package io.github.mewe.link;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.dylibso.chicory.runtime.HostFunction;
import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.ValType;
import com.dylibso.chicory.wasm.types.Value;
import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.fixture.Modules;
import io.github.mewe.fixture.Running;
import io.github.mewe.link.LinkPlan.DrawKey;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests keys from imports of random numbers that a module has. {@code RandomImportsIT} uses real modules. */
class RandomImportTest {
    private static final DrawKey BUILD_KEY = new DrawKey(5, 6);
    private static final String SEED = """
            (module
              (import "env" "seed" (func (result f64)))
              (memory (export "memory") 1))
            """;
    private static final String GO = """
            (module
              (import "gojs" "runtime.getRandomData" (func (param i32)))
              (memory (export "mem") 1)
              (data (i32.const 0) "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKL"))
            """;

    private final AtomicInteger calls = new AtomicInteger();

    @ParameterizedTest
    @CsvSource({
        "env, seed, (result f64), env seed",
        "env, Math.random, (result f64), env Math.random",
        "teavmMath, random, (result f64), teavmMath random",
        "wbg, __wbg_random_039a7d5d06e0d333, (result f64), wbg __wbg_random_039a7d5d06e0d333",
        "./app_bg.js, __wbg_random_039a7d5d06e0d333, (result f64), ./app_bg.js __wbg_random_039a7d5d06e0d333",
        "go, runtime.getRandomData, (param i32), go runtime.getRandomData",
        "gojs, runtime.getRandomData, (param i32), gojs runtime.getRandomData",
        "env, seed, (result f32), ",
        "env, seed, (param i32) (result f64), ",
        "wbg, __wbg_random_1, (result f64), ",
        "wbg, __wbg_getRandomValues_1c61fac11405ffdc, (param i32 i32), ",
        "gojs, runtime.getRandomData, (param i32 i32), ",
        "app, random, (result f64), ",
    })
    void recognisesModuleNameAndType(String from, String name, String type, String found) {
        String wat = "(module (import \"%s\" \"%s\" (func %s)) (memory 1))".formatted(from, name, type);
        assertEquals(Optional.ofNullable(found), keyImport(wat, RandomnessSource.AUTO));
        assertEquals(Optional.empty(), keyImport(wat, RandomnessSource.EXPORT));
    }

    @Test
    void theHostCannotFillMemoryDuringTheStartFunction() {
        String start = "(module (import \"%s\" \"%s\" (func %s)) (memory 1) (func $s) (start $s))";
        String stack = start.formatted("gojs", "runtime.getRandomData", "(param i32)");
        assertEquals(Optional.empty(), keyImport(stack, RandomnessSource.AUTO));
        String number = start.formatted("env", "seed", "(result f64)");
        assertEquals(Optional.of("env seed"), keyImport(number, RandomnessSource.AUTO));
    }

    @Test
    void wasiHasPrecedence() {
        String wat = """
                (module
                  (import "env" "seed" (func (result f64)))
                  (import "wasi_snapshot_preview1" "random_get" (func (param i32 i32) (result i32)))
                  (memory 1))
                """;
        assertEquals(Optional.empty(), keyImport(wat, RandomnessSource.AUTO));
    }

    @Test
    void aNumberGivesTheKeyAtTheFirstDraw() {
        Running running = Running.of(with(SEED), numbers());
        assertEquals(0, calls.get(), "nothing is asked before the first draw");
        long[] bits = new long[4];
        for (int i = 0; i < 4; i++) {
            bits[i] = Double.doubleToRawLongBits(1 / (i + 3.0));
        }
        var key = new DrawKey(bits[0] ^ Long.rotateLeft(bits[1], 32), bits[2] ^ Long.rotateLeft(bits[3], 32));
        assertFollow(key, running);
        assertEquals(4, calls.get());
    }

    @Test
    void aSeedReplacesTheImport() {
        Running seeded = Running.of(with(SEED), numbers());
        seeded.call("mewe_seed", 1, 2);
        assertFollow(new DrawKey(1, 2), seeded);
        assertEquals(0, calls.get(), "the host has seeded");
        Running late = Running.of(with(SEED), numbers());
        late.callInt("take", 32);
        late.call("mewe_seed", 1, 2);
        assertFollow(new DrawKey(1, 2), late);
    }

    @Test
    void aSliceGivesTheKeyAndMemoryIsAsBefore() {
        var imports = ImportValues.builder()
                .addFunction(new HostFunction(
                        "gojs",
                        "runtime.getRandomData",
                        FunctionType.of(List.of(ValType.I32), List.of()),
                        RandomImportTest::fillSlice))
                .build();
        Running running = Running.of(with(GO), imports);
        byte[] before = running.memory(48);
        assertFollow(new DrawKey(0x0807060504030201L, 0x100f0e0d0c0b0a09L), running);
        assertEquals(
                new String(before, StandardCharsets.US_ASCII),
                new String(running.memory(48), StandardCharsets.US_ASCII));
    }

    /** As {@code wasm_exec.js} does. */
    private static long[] fillSlice(Instance instance, long... arguments) {
        int sp = (int) arguments[0];
        int address = (int) instance.memory().readLong(sp + 8);
        int length = (int) instance.memory().readLong(sp + 16);
        for (int i = 0; i < length; i++) {
            instance.memory().writeByte(address + i, (byte) (i + 1));
        }
        return new long[0];
    }

    private ImportValues numbers() {
        return ImportValues.builder()
                .addFunction(new HostFunction(
                        "env", "seed", FunctionType.of(List.of(), List.of(ValType.F64)), (instance, arguments) ->
                                new long[] {Value.doubleToLong(1 / (calls.getAndIncrement() + 3.0))}))
                .build();
    }

    private static void assertFollow(DrawKey key, Running running) {
        for (int counter = 0; counter < 3; counter++) {
            assertEquals((int) SipHash13.of(key, counter), running.callInt("take", 32), "evaluation " + counter);
            running.callInt("take", 31);
        }
    }

    private static Optional<String> keyImport(String wat, RandomnessSource source) {
        try (BinaryenModule module = BinaryenModule.open(Modules.of(wat))) {
            return new Discriminator(module).keyImport(source);
        }
    }

    private static byte[] with(String wat) {
        try (BinaryenModule module = BinaryenModule.open(Modules.of(wat))) {
            var discriminator = new Discriminator(module);
            discriminator.add(RandomnessSource.AUTO, BUILD_KEY, List.of());
            module.exports().addFunction(discriminator.bits().take(), "take");
            assertEquals(Optional.empty(), module.validate());
            return module.write();
        }
    }
}
