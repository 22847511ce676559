package io.github.mewe.seeding;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.kawamuray.wasmtime.Engine;
import io.github.kawamuray.wasmtime.Extern;
import io.github.kawamuray.wasmtime.Linker;
import io.github.kawamuray.wasmtime.Module;
import io.github.kawamuray.wasmtime.Store;
import io.github.kawamuray.wasmtime.WasmFunctions;
import io.github.kawamuray.wasmtime.WasmValType;
import io.github.mewe.link.RandomnessSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Without random numbers from the host, a module with the source {@code wasi} fails to instantiate or traps. It never
 * falls back to the build's key.
 */
class DeniedRandomnessTest {
    private static final String WASI = "wasi_snapshot_preview1";
    private static final String RANDOM = "random_get";
    /** WASI's errno {@code notcapable}. */
    private static final int NOT_CAPABLE = 76;

    private static byte[] module;

    @BeforeAll
    static void diversify(@TempDir Path scratch) {
        module = SeededModules.diversified(RandomnessSource.WASI, scratch);
    }

    @ParameterizedTest
    @EnumSource
    void missingImportFailsInstantiation(Host host) {
        var failure = assertThrows(RuntimeException.class, () -> host.fib20(module, OptionalInt.empty()));
        assertTrue(said(failure).contains(RANDOM), () -> "the message names the import: " + said(failure));
    }

    @ParameterizedTest
    @EnumSource
    void errnoFromTheHostTraps(Host host) {
        var failure = assertThrows(RuntimeException.class, () -> host.fib20(module, OptionalInt.of(NOT_CAPABLE)));
        assertTrue(said(failure).contains("unreachable"), () -> "the module traps: " + said(failure));
    }

    /** Control: the same hosts run the module once they provide random numbers. */
    @ParameterizedTest
    @EnumSource
    void withRandomNumbersItRuns(Host host) {
        assertEquals(SeededModules.FIB_20, assertDoesNotThrow(() -> host.fib20(module, OptionalInt.of(0))));
    }

    private static String said(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .map(Throwable::toString)
                .reduce("", (text, cause) -> text + cause + "\n")
                .toLowerCase(Locale.ROOT);
    }

    /** A host that provides no WASI function but {@code random_get}. */
    private enum Host {
        CHICORY {
            @Override
            long fib20(byte[] binary, OptionalInt errno) {
                var imports = com.dylibso.chicory.runtime.ImportValues.builder();
                errno.ifPresent(code -> imports.addFunction(new com.dylibso.chicory.runtime.HostFunction(
                        WASI,
                        RANDOM,
                        com.dylibso.chicory.wasm.types.FunctionType.of(
                                List.of(
                                        com.dylibso.chicory.wasm.types.ValType.I32,
                                        com.dylibso.chicory.wasm.types.ValType.I32),
                                List.of(com.dylibso.chicory.wasm.types.ValType.I32)),
                        (instance, arguments) -> new long[] {code})));
                return com.dylibso.chicory.runtime.Instance.builder(com.dylibso.chicory.wasm.Parser.parse(binary))
                        .withImportValues(imports.build())
                        .withStart(false)
                        .build()
                        .export("fib")
                        .apply(20)[0];
            }
        },

        ENDIVE {
            @Override
            long fib20(byte[] binary, OptionalInt errno) {
                var imports = run.endive.runtime.ImportValues.builder();
                errno.ifPresent(code -> imports.addFunction(new run.endive.runtime.HostFunction(
                        WASI,
                        RANDOM,
                        run.endive.wasm.types.FunctionType.of(
                                List.of(run.endive.wasm.types.ValType.I32, run.endive.wasm.types.ValType.I32),
                                List.of(run.endive.wasm.types.ValType.I32)),
                        (instance, arguments) -> new long[] {code})));
                return run.endive.runtime.Instance.builder(run.endive.wasm.Parser.parse(binary))
                        .withImportValues(imports.build())
                        .withStart(false)
                        .build()
                        .export("fib")
                        .apply(20)[0];
            }
        },

        WASMTIME {
            @Override
            long fib20(byte[] binary, OptionalInt errno) {
                try (Store<Void> store = Store.withoutData();
                        Engine engine = store.engine();
                        Module module = Module.fromBinary(engine, binary);
                        var linker = new Linker(engine)) {
                    errno.ifPresent(code -> linker.define(
                            store,
                            WASI,
                            RANDOM,
                            Extern.fromFunc(WasmFunctions.wrap(
                                    store, WasmValType.I32, WasmValType.I32, WasmValType.I32, (at, length) -> code))));
                    linker.module(store, "app", module);
                    var fib = linker.get(store, "app", "fib").orElseThrow().func();
                    return WasmFunctions.func(store, fib, WasmValType.I64, WasmValType.I64)
                            .call(20L);
                }
            }
        };

        /**
         * Instantiates the module and returns {@code fib(20)}.
         *
         * @param errno the errno that {@code random_get} returns without writing; empty to omit the function
         */
        abstract long fib20(byte[] binary, OptionalInt errno);
    }
}
