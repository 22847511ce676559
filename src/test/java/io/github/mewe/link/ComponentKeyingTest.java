package io.github.mewe.link;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
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
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ComponentKeyingTest {
    private static final DrawKey BUILD_KEY = new DrawKey(11, 12);
    private static final DrawKey KEY = new DrawKey(0x0706050403020100L, 0x0f0e0d0c0b0a0908L);
    private static final String BODY = """
            (memory (export "memory") 1)
            (data (i32.const 16) "0123456789abcdef")
            (func $same (param $x i32) (result i32) (i32.add (local.get $x) (i32.const 1)))
            (export "run" (func $same))
            (global (export "other") i32 (i32.const 5))
            (export "again" (func $same))
            (export "cabi_realloc" (func $same))
            """;

    private final AtomicInteger calls = new AtomicInteger();

    @Test
    void takesTheKeyFromNumbers() {
        Running module = running(
                "wasi:random/random@0.2.10",
                "get-random-u64",
                "(result i64)",
                FunctionType.of(List.of(), List.of(ValType.I64)));
        check(module, 2);
    }

    @Test
    void takesTheKeyFromBytesAndRestoresMemory() {
        Running module = running(
                "wasi_snapshot_preview1",
                "random_get",
                "(param i32 i32) (result i32)",
                FunctionType.of(List.of(ValType.I32, ValType.I32), List.of(ValType.I32)));
        check(module, 1);
    }

    @Test
    void takesTheKeyFromASeedAndRestoresMemory() {
        Running module = running(
                "wasi:random/insecure-seed@0.2.10",
                "insecure-seed",
                "(param i32)",
                FunctionType.of(List.of(ValType.I32), List.of()));
        check(module, 1);
    }

    private void check(Running module, int fetches) {
        byte[] memory = module.memory(64);
        assertEquals((int) SipHash13.of(BUILD_KEY, 0) & 0x1fffff, module.callInt("take", 21));
        assertEquals(42, module.callInt("cabi_realloc", 41));
        assertEquals(0, calls.get(), "a draw and an internal function fetch no key");
        assertEquals(42, module.callInt("run", 41));
        assertEquals(fetches, calls.get());
        assertEquals((int) SipHash13.of(KEY, 1) & 0x1fffff, module.callInt("take", 21), "the key applies at once");
        assertEquals(42, module.callInt("again", 41));
        assertEquals(fetches, calls.get(), "one key per instance");
        assertArrayEquals(memory, module.memory(64));
    }

    private static byte[] keyed(String from, String name, String type) {
        String wat = "(module (import \"" + from + "\" \"" + name + "\" (func " + type + "))" + BODY + ")";
        try (BinaryenModule module = BinaryenModule.open(Modules.of(wat))) {
            List<String> exports = module.exports().names();
            var keying = new ComponentKeying(module, Set.of("run", "again"));
            assertEquals(Optional.of(from + " " + name), keying.randomImport());
            var discriminator = new Discriminator(module, Optional.of(keying));
            assertEquals(RandomnessSource.WASI, discriminator.resolve(RandomnessSource.AUTO));
            discriminator.add(RandomnessSource.AUTO, BUILD_KEY, List.of());
            assertEquals(exports, module.exports().names(), "exports keep their order");
            module.exports().addFunction("mewe.take", "take");
            assertTrue(module.validate().isEmpty());
            return module.write();
        }
    }

    private Running running(String from, String name, String type, FunctionType hostType) {
        var host = new HostFunction(from, name, hostType, (instance, arguments) -> {
            int call = calls.getAndIncrement();
            if (!hostType.params().isEmpty()) {
                instance.memory().writeLong((int) arguments[0], KEY.low());
                instance.memory().writeLong((int) arguments[0] + 8, KEY.high());
            }
            return hostType.returns().isEmpty()
                    ? new long[0]
                    : new long[] {hostType.params().isEmpty() ? (call == 0 ? KEY.low() : KEY.high()) : 0};
        });
        return Running.of(
                keyed(from, name, type),
                ImportValues.builder().addFunction(host).build());
    }

    @Test
    void canTakeTheKeyFromAHostInstead() {
        byte[] binary = keyed("wasi_snapshot_preview1", "random_get", "(param i32 i32) (result i32)");
        byte[] changed = HostKeying.of(binary);
        var random = new HostFunction(
                "mewe", "random", FunctionType.of(List.of(), List.of(ValType.I64)), (instance, arguments) ->
                        new long[] {calls.getAndIncrement() == 0 ? KEY.low() : KEY.high()});
        var unused = new HostFunction(
                "wasi_snapshot_preview1",
                "random_get",
                FunctionType.of(List.of(ValType.I32, ValType.I32), List.of(ValType.I32)),
                (instance, arguments) -> {
                    throw new IllegalStateException("called");
                });
        check(
                Running.of(
                        changed,
                        ImportValues.builder().addFunction(random, unused).build()),
                2);
        byte[] plain = Modules.of("(module " + BODY + ")");
        assertArrayEquals(plain, HostKeying.of(plain));
    }

    @Test
    void usesTheBuildKeyWithoutAnImport() {
        try (BinaryenModule module = BinaryenModule.open(Modules.of("(module " + BODY + ")"))) {
            var keying = new ComponentKeying(module, Set.of("run"));
            assertEquals(RandomnessSource.FIXED, keying.resolve(RandomnessSource.AUTO));
            assertEquals(RandomnessSource.FIXED, keying.resolve(RandomnessSource.EXPORT));
            assertThrows(LinkException.class, () -> keying.resolve(RandomnessSource.HOST));
        }
    }

    @Test
    void usesTheBuildKeyWithoutAnEntryPoint() {
        String random = "(import \"wasi:random/random\" \"get-random-u64\" (func (result i64)))";
        try (BinaryenModule module = BinaryenModule.open(Modules.of("(module " + random + BODY + ")"))) {
            assertEquals(RandomnessSource.FIXED, new ComponentKeying(module, Set.of()).resolve(RandomnessSource.AUTO));
            assertEquals(
                    RandomnessSource.WASI, new ComponentKeying(module, Set.of("run")).resolve(RandomnessSource.EXPORT));
        }
    }

    @Test
    void ignoresImportsOfAnotherType() {
        String random = "(import \"wasi:random/random\" \"get-random-u64\" (func (result i32)))";
        try (BinaryenModule module = BinaryenModule.open(Modules.of("(module " + random + BODY + ")"))) {
            assertEquals(Optional.empty(), new ComponentKeying(module, Set.of("run")).randomImport());
        }
    }
}
