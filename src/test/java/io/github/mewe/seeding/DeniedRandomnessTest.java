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
 * A host that denies random numbers to the source {@code wasi}: a module is not instantiated, or traps. Never does it
 * make the choices that the build's key would give.
 */
class DeniedRandomnessTest {
    private static final String WASI = "wasi_snapshot_preview1";
    private static final String RANDOM = "random_get";
    /** What WASI's errno {@code notcapable} is. */
    private static final int NOT_CAPABLE = 76;

    private static byte[] module;

    @BeforeAll
    static void diversify(@TempDir Path scratch) {
        module = SeededModules.diversified(RandomnessSource.WASI, scratch);
    }

    @ParameterizedTest
    @EnumSource
    void withoutTheImportThereIsNoInstance(Host host) {
        var failure = assertThrows(RuntimeException.class, () -> host.fib20(module, OptionalInt.empty()));
        assertTrue(said(failure).contains(RANDOM), () -> "the import is named: " + said(failure));
    }

    @ParameterizedTest
    @EnumSource
    void anErrorIsATrap(Host host) {
        var failure = assertThrows(RuntimeException.class, () -> host.fib20(module, OptionalInt.of(NOT_CAPABLE)));
        assertTrue(said(failure).contains("unreachable"), () -> "it is a trap: " + said(failure));
    }

    /** Or else the tests above would prove nothing. */
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

    /** A host without any other WASI. */
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
         * What the module gives.
         *
         * @param errno what {@code random_get} answers without writing anything; empty if there is no such function
         */
        abstract long fib20(byte[] binary, OptionalInt errno);
    }
}
