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
import io.github.mewe.link.LinkPlan.DrawKey;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiscriminatorTest {
    private static final DrawKey KEY = new DrawKey(0x0706050403020100L, 0x0f0e0d0c0b0a0908L);
    private static final String EMPTY = "(module (memory (export \"memory\") 1))";

    @Test
    void drawsAreSipHash13OfTheCounter() {
        Running module = Running.of(with(EMPTY, RandomnessSource.FIXED, KEY));
        for (int counter = 0; counter < 50; counter++) {
            long bits = SipHash13.of(KEY, counter);
            for (int i = 0; i < 4; i++) {
                int expected = (int) (((bits >>> (16 * i)) & 0xffff) * 1000 >>> 16);
                assertEquals(expected, module.callInt("draw", 1000), "draw " + i + " of evaluation " + counter);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5, 7, 8, 16, 33, 64})
    void drawsAreUniform(int n) {
        Running module = Running.of(with(EMPTY, RandomnessSource.FIXED, KEY));
        int draws = 500 * n;
        var counts = new int[n];
        for (int i = 0; i < draws; i++) {
            counts[module.callInt("draw", n)]++;
        }
        double chiSquare = 0;
        for (int count : counts) {
            chiSquare += Math.pow(count - 500.0, 2) / 500.0;
        }
        // Six standard deviations above the mean of the distribution; the key is fixed, so this is no chance.
        double bound = (n - 1) + 6 * Math.sqrt(2.0 * (n - 1));
        assertTrue(chiSquare < bound, "chi-square " + chiSquare + " for " + n + " outcomes");
    }

    @Test
    void theHostSeedsAnExportedSource() {
        byte[] binary = with(EMPTY, RandomnessSource.EXPORT, KEY);
        Running unseeded = Running.of(binary);
        Running seeded = Running.of(binary);
        seeded.call("mewe_seed", 1, 2);
        assertNotEquals(draws(unseeded), draws(seeded));
        Running one = Running.of(binary);
        one.callInt("draw", 5);
        one.call("mewe_seed", 1, 2);
        Running other = Running.of(binary);
        other.call("mewe_seed", 1, 2);
        assertEquals(draws(other), draws(one), "seeding starts the sequence anew");
    }

    @Test
    void theHostSourceIsAskedTwiceAnInstance() {
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
        assertEquals((int) ((SipHash13.of(new DrawKey(1, 2), 0) & 0xffff) * 1000 >>> 16), draws.get(0));
    }

    @Test
    void wasiRandomnessLeavesMemoryAsItWas() {
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
        assertEquals((int) ((SipHash13.of(key, 0) & 0xffff) * 1000 >>> 16), module.callInt("draw", 1000));
        assertEquals(first, module.call("first"));
        assertEquals(second, module.call("second"));
    }

    @Test
    void autoAddsNoImport() {
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
    void wasiWithoutMemoryIsRefused() {
        var e = assertThrows(
                LinkException.class, () -> with("(module (func (export \"f\")))", RandomnessSource.WASI, KEY));
        assertTrue(e.getMessage().contains("<randomness>"), e.getMessage());
    }

    private static List<Integer> draws(Running module) {
        var draws = new ArrayList<Integer>();
        for (int i = 0; i < 40; i++) {
            draws.add(module.callInt("draw", 1000));
        }
        return draws;
    }

    private static byte[] with(String wat, RandomnessSource source, DrawKey key) {
        try (BinaryenModule module = BinaryenModule.open(Modules.of(wat))) {
            var discriminator = new Discriminator(module);
            discriminator.add(source, key);
            module.addFunctionExport(discriminator.draw(), "draw");
            assertTrue(module.validate().isEmpty(), () -> module.validate().orElseThrow());
            return module.write();
        }
    }
}
