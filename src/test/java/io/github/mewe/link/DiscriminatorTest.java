package io.github.mewe.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.dylibso.chicory.runtime.HostFunction;
import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.ValType;
import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.fixture.Modules;
import io.github.mewe.fixture.Running;
import io.github.mewe.link.LinkPlan.ChoiceSeeds;
import io.github.mewe.link.LinkPlan.DrawKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DiscriminatorTest {
    private static final DrawKey KEY = new DrawKey(0x0706050403020100L, 0x0f0e0d0c0b0a0908L);
    private static final String EMPTY = "(module (memory (export \"memory\") 1))";

    @Test
    void computesSipHash13OfTheCounter() {
        Running module = Running.of(with(EMPTY, RandomnessSource.FIXED, KEY));
        for (int counter = 0; counter < 50; counter++) {
            long bits = SipHash13.of(KEY, counter);
            for (int i = 0; i < 3; i++) {
                int expected = (int) (bits >>> (21 * i)) & 0x1fffff;
                assertEquals(expected, module.callInt("take", 21), "bits " + i + " of evaluation " + counter);
            }
        }
    }

    @Test
    void servesSeveralDrawsWithOneEvaluation() {
        Running module = Running.of(with(EMPTY, RandomnessSource.FIXED, KEY));
        for (int counter = 0; counter < 4; counter++) {
            long bits = SipHash13.of(KEY, counter);
            for (int i = 0; i < 63; i++) {
                assertEquals((int) (bits >>> i) & 1, module.callInt("take", 1), "bit " + i + " of " + counter);
            }
        }
        long bits = SipHash13.of(KEY, 4);
        assertEquals((int) bits, module.callInt("take", 32));
        assertEquals((int) (bits >>> 32) & 0xff, module.callInt("take", 8));
        assertEquals((int) SipHash13.of(KEY, 5), module.callInt("take", 32), "23 bits are left, and not used");
    }

    @Test
    void letsTheHostSeedAnExportedSource() {
        byte[] binary = with(EMPTY, RandomnessSource.EXPORT, KEY);
        Running unseeded = Running.of(binary);
        Running seeded = Running.of(binary);
        seeded.call("mewe_seed", 1, 2);
        assertNotEquals(draws(unseeded), draws(seeded));
        Running one = Running.of(binary);
        one.callInt("take", 5);
        one.call("mewe_seed", 1, 2);
        Running other = Running.of(binary);
        other.call("mewe_seed", 1, 2);
        assertEquals(draws(other), draws(one), "seeding restarts the sequence");
        one.call("mewe_seed", 3, 4);
        assertEquals(
                (int) SipHash13.of(new DrawKey(3, 4), 0) & 0x1fffff, one.callInt("take", 21), "the very next draw");
    }

    @Test
    void appliesASeedAtTheNextCallOfADispatcher() {
        byte[] binary = LinkedChoices.of(
                        4,
                        3,
                        Weights.EQUAL,
                        Granularity.CALL,
                        new ChoiceSeeds(RandomnessSource.EXPORT, KEY, KEY.low()),
                        module -> {})
                .binary();
        Running running = Running.of(binary);
        for (int calls = 0; calls < 40; calls++) {
            running.call("mewe_seed", calls, 7);
            assertEquals((int) SipHash13.of(new DrawKey(calls, 7), 0) & 3, running.callInt("one"));
            for (int i = 0; i < calls; i++) {
                running.callInt(i % 3 == 0 ? "other" : "one");
            }
        }
    }

    @Test
    void asksTheHostTwicePerInstance() {
        byte[] binary = with(EMPTY, RandomnessSource.HOST, KEY);
        var calls = new ArrayList<Long>();
        var imports = ImportValues.builder()
                .addFunction(new HostFunction(
                        "mewe", "random", FunctionType.of(List.of(), List.of(ValType.I64)), (instance, args) -> {
                            calls.add(calls.size() + 1L);
                            return new long[] {calls.size()};
                        }))
                .build();
        Running module = Running.of(binary, imports);
        assertEquals(0, calls.size(), "nothing is asked before the first draw");
        List<Integer> draws = draws(module);
        assertEquals(2, calls.size());
        assertEquals((int) SipHash13.of(new DrawKey(1, 2), 0) & 0x1fffff, draws.get(0));
    }

    @Test
    void restoresMemoryAfterWasiRandomness() {
        String wat = """
                (module
                  (import "wasi_snapshot_preview1" "random_get" (func $get (param i32 i32) (result i32)))
                  (memory (export "memory") 1)
                  (data (i32.const 0) "0123456789abcdef")
                  (func (export "first") (result i64) (i64.load (i32.const 0)))
                  (func (export "second") (result i64) (i64.load (i32.const 8))))
                """;
        byte[] binary = with(wat, RandomnessSource.WASI, KEY);
        var imports = ImportValues.builder()
                .addFunction(new HostFunction(
                        "wasi_snapshot_preview1",
                        "random_get",
                        FunctionType.of(List.of(ValType.I32, ValType.I32), List.of(ValType.I32)),
                        (instance, args) -> {
                            for (int i = 0; i < args[1]; i++) {
                                instance.memory().writeByte((int) args[0] + i, (byte) (i + 1));
                            }
                            return new long[] {0};
                        }))
                .build();
        Running module = Running.of(binary, imports);
        String first = module.call("first");
        String second = module.call("second");
        var key = new DrawKey(0x0807060504030201L, 0x100f0e0d0c0b0a09L);
        assertEquals((int) SipHash13.of(key, 0) & 0x1fffff, module.callInt("take", 21));
        assertEquals(first, module.call("first"));
        assertEquals(second, module.call("second"));
    }

    /** A key cannot be fetched into a page that does not exist yet. */
    @Test
    void wasiRandomnessWaitsForTheFirstPageOfAMemory() {
        String wat = """
                (module
                  (import "wasi_snapshot_preview1" "random_get" (func (param i32 i32) (result i32)))
                  (memory (export "memory") 0 2)
                  (func (export "grow") (result i32) (memory.grow (i32.const 1))))
                """;
        var imports = ImportValues.builder()
                .addFunction(new HostFunction(
                        "wasi_snapshot_preview1",
                        "random_get",
                        FunctionType.of(List.of(ValType.I32, ValType.I32), List.of(ValType.I32)),
                        (instance, args) -> {
                            instance.memory().writeLong((int) args[0], 1);
                            instance.memory().writeLong((int) args[0] + 8, 2);
                            return new long[] {0};
                        }))
                .build();
        Running module = Running.of(with(wat, RandomnessSource.WASI, KEY), imports);
        assertEquals((int) SipHash13.of(KEY, 0) & 0x1fffff, module.callInt("take", 21), "the build's key serves first");
        module.call("grow");
        module.callInt("take", 21);
        module.callInt("take", 21);
        assertEquals((int) SipHash13.of(new DrawKey(1, 2), 1) & 0x1fffff, module.callInt("take", 21));
    }

    @Test
    void trapsUntilWasiSucceeds() {
        String wat = """
                (module
                  (import "wasi_snapshot_preview1" "random_get" (func (param i32 i32) (result i32)))
                  (memory (export "memory") 1))
                """;
        var failures = new AtomicInteger(2);
        var imports = ImportValues.builder()
                .addFunction(new HostFunction(
                        "wasi_snapshot_preview1",
                        "random_get",
                        FunctionType.of(List.of(ValType.I32, ValType.I32), List.of(ValType.I32)),
                        (instance, args) -> new long[] {failures.getAndDecrement() > 0 ? 29 : 0}))
                .build();
        Running module = Running.of(with(wat, RandomnessSource.WASI, KEY), imports);
        assertTrue(module.describe("take", 21).startsWith("trap"));
        assertTrue(module.describe("take", 21).startsWith("trap"), "the build's key does not serve instead");
        assertEquals((int) SipHash13.of(new DrawKey(0, 0), 0) & 0x1fffff, module.callInt("take", 21));
    }

    /** The program does not need random numbers from the host, so their absence must not stop it. */
    @Test
    void autoUsesTheBuildsKeyUntilWasiSucceeds() {
        String wat = """
                (module
                  (import "wasi_snapshot_preview1" "random_get" (func (param i32 i32) (result i32)))
                  (memory (export "memory") 1)
                  (data (i32.const 0) "0123456789abcdef"))
                """;
        var failures = new AtomicInteger(2);
        var imports = ImportValues.builder()
                .addFunction(new HostFunction(
                        "wasi_snapshot_preview1",
                        "random_get",
                        FunctionType.of(List.of(ValType.I32, ValType.I32), List.of(ValType.I32)),
                        (instance, args) -> {
                            instance.memory().writeLong((int) args[0], 1);
                            instance.memory().writeLong((int) args[0] + 8, 2);
                            return new long[] {failures.getAndDecrement() > 0 ? 29 : 0};
                        }))
                .build();
        Running module = Running.of(with(wat, RandomnessSource.AUTO, KEY), imports);
        for (int evaluation = 0; evaluation < 3; evaluation++) {
            DrawKey key = evaluation < 2 ? KEY : new DrawKey(1, 2);
            assertEquals((int) SipHash13.of(key, evaluation), module.callInt("take", 32), "draw " + evaluation);
            assertEquals("0123456789abcdef", new String(module.memory(16), StandardCharsets.US_ASCII));
            module.callInt("take", 31);
        }
    }

    @Test
    void usesDifferentKeysInEqualBuildsWithWasiAndHost() {
        for (RandomnessSource source : List.of(RandomnessSource.WASI, RandomnessSource.HOST)) {
            byte[] binary = LinkedChoices.of(
                            5,
                            5,
                            Weights.EQUAL,
                            Granularity.CALL,
                            new ChoiceSeeds(source, KEY, KEY.low()),
                            module -> {})
                    .binary();
            List<List<Integer>> sequences = Stream.of(11L, 12L, 11L)
                    .map(entropy -> choices(Running.of(binary, entropy(source, entropy))))
                    .toList();
            assertNotEquals(sequences.get(0), sequences.get(1), source + ": other entropy");
            assertEquals(sequences.get(0), sequences.get(2), source + ": the same entropy");
            byte[] fixed = LinkedChoices.equal(5, 5, KEY).binary();
            assertNotEquals(sequences.get(0), choices(Running.of(fixed)), source + ": the build's key");
        }
    }

    private static ImportValues entropy(RandomnessSource source, long entropy) {
        HostFunction function = source == RandomnessSource.HOST
                ? new HostFunction(
                        "mewe", "random", FunctionType.of(List.of(), List.of(ValType.I64)), (instance, args) ->
                                new long[] {entropy})
                : new HostFunction(
                        "wasi_snapshot_preview1",
                        "random_get",
                        FunctionType.of(List.of(ValType.I32, ValType.I32), List.of(ValType.I32)),
                        (instance, args) -> {
                            instance.memory().writeLong((int) args[0], entropy);
                            return new long[] {0};
                        });
        return ImportValues.builder().addFunction(function).build();
    }

    private static List<Integer> choices(Running module) {
        return IntStream.range(0, 64).mapToObj(i -> module.callInt("one")).toList();
    }

    @Test
    void addsNoImportForAuto() {
        try (BinaryenModule plain = BinaryenModule.open(Modules.of(EMPTY))) {
            assertEquals(RandomnessSource.EXPORT, new Discriminator(plain).resolve(RandomnessSource.AUTO));
        }
        String wasi = """
                (module
                  (import "wasi_snapshot_preview1" "random_get" (func (param i32 i32) (result i32)))
                  (memory 1))
                """;
        try (BinaryenModule module = BinaryenModule.open(Modules.of(wasi))) {
            assertEquals(RandomnessSource.WASI, new Discriminator(module).resolve(RandomnessSource.AUTO));
        }
    }

    @Test
    void rejectsWasiWithoutMemory() {
        var e = assertThrows(
                LinkException.class, () -> with("(module (func (export \"f\")))", RandomnessSource.WASI, KEY));
        assertTrue(e.getMessage().contains("<randomness>"), e.getMessage());
    }

    private static List<Integer> draws(Running module) {
        var draws = new ArrayList<Integer>();
        for (int i = 0; i < 40; i++) {
            draws.add(module.callInt("take", 21));
        }
        return draws;
    }

    private static byte[] with(String wat, RandomnessSource source, DrawKey key) {
        try (BinaryenModule module = BinaryenModule.open(Modules.of(wat))) {
            var discriminator = new Discriminator(module);
            discriminator.add(source, key, List.of());
            module.exports().addFunction(discriminator.bits().take(), "take");
            assertTrue(module.validate().isEmpty(), () -> module.validate().orElseThrow());
            return module.write();
        }
    }
}
