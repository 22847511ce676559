package io.github.mewe.link;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.binaryen.FunctionInfo;
import io.github.mewe.ir.Signature;
import io.github.mewe.wasm.ValueType;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Imports that write clock readings or random bytes to memory: module, name and exact type as the toolchain documents
 * them. An import of another meaning that has the same module, name and type only makes the harvest worthless.
 */
enum MemoryOutput {
    /** WASI preview 1 and 0. */
    WASI_RANDOM(Modules.WASI, "random_get", Types.FILL, new MemoryPlace(0, 0, MemoryPlace.Extent.NEXT_PARAMETER)),
    /** WASI preview 1 and 0. */
    WASI_CLOCK(Modules.WASI, "clock_time_get", Types.CLOCK, new MemoryPlace(2, 0, MemoryPlace.Extent.WORD)),
    /** Emscripten, with minified names: the type is that of WASI's {@code clock_time_get}. */
    MINIFIED_CLOCK(Modules.MINIFIED, "", Types.CLOCK, new MemoryPlace(2, 0, MemoryPlace.Extent.WORD)),
    /** Emscripten, with minified names: the type is that of WASI's {@code random_get} and of {@code getentropy}. */
    MINIFIED_RANDOM(Modules.MINIFIED, "", Types.FILL, new MemoryPlace(0, 0, MemoryPlace.Extent.NEXT_PARAMETER)),
    /** Emscripten's and wasi-libc's name. */
    GETENTROPY(Modules.ENV, "getentropy", Types.FILL, new MemoryPlace(0, 0, MemoryPlace.Extent.NEXT_PARAMETER)),
    /** Emscripten: a {@code timespec}. */
    CLOCK_GETTIME(Modules.ENV, "clock_gettime", Types.FILL, new MemoryPlace(1, 0, MemoryPlace.Extent.TWO_WORDS)),
    /** Emscripten: a {@code timeval}. */
    GETTIMEOFDAY(Modules.ENV, "gettimeofday", Types.FILL, new MemoryPlace(0, 0, MemoryPlace.Extent.TWO_WORDS)),
    /** Go, {@code wasm_exec.js}: the parameter is the stack pointer; results start 8 bytes above it. */
    GO_NANOTIME(Modules.GO, "runtime.nanotime1", Types.STACK, new MemoryPlace(0, 8, MemoryPlace.Extent.WORD)),
    /** Go: seconds and nanoseconds. */
    GO_WALLTIME(Modules.GO, "runtime.walltime", Types.STACK, new MemoryPlace(0, 8, MemoryPlace.Extent.TWO_WORDS)),
    /** Go: the header of the slice that receives random bytes. */
    GO_RANDOM(Modules.GO, "runtime.getRandomData", Types.STACK, new MemoryPlace(0, 8, MemoryPlace.Extent.SLICE)),
    /** wasm-bindgen, whose names end with a hash; the module's name depends on the target. */
    BINDGEN_RANDOM(
            List.of(),
            "__wbg_getRandomValues_",
            new Signature(List.of(ValueType.I32, ValueType.I32), ValueType.NONE),
            new MemoryPlace(0, 0, MemoryPlace.Extent.NEXT_PARAMETER));

    private final List<String> modules;
    private final String importName;
    private final Signature signature;
    private final MemoryPlace place;

    MemoryOutput(List<String> modules, String importName, Signature signature, MemoryPlace place) {
        this.modules = modules;
        this.importName = importName;
        this.signature = signature;
        this.place = place;
    }

    private static final class Modules {
        private static final List<String> WASI = List.of("wasi_snapshot_preview1", "wasi_unstable");
        private static final List<String> ENV = List.of("env");
        private static final List<String> MINIFIED = List.of("a");
        private static final List<String> GO = List.of("gojs", "go");
    }

    private static final class Types {
        private static final Signature CLOCK =
                new Signature(List.of(ValueType.I32, ValueType.I64, ValueType.I32), ValueType.I32);
        private static final Signature FILL = new Signature(List.of(ValueType.I32, ValueType.I32), ValueType.I32);
        private static final Signature STACK = new Signature(List.of(ValueType.I32), ValueType.NONE);
    }

    /** The place that the import writes to. */
    MemoryPlace place() {
        return place;
    }

    /** Returns true if the import returns an error number, which is 0 after a success. */
    boolean returnsError() {
        return !signature.result().equals(ValueType.NONE);
    }

    /** Returns true if imports of another meaning have the same names and types. The number that they return counts. */
    boolean isGuess() {
        return importName.isEmpty();
    }

    /** Finds the description of an import. */
    static Optional<MemoryOutput> of(BinaryenModule module, FunctionInfo function) {
        return Arrays.stream(values())
                .filter(output -> output.describes(function))
                .filter(output -> module.signature(function.name()).equals(output.signature))
                .findFirst();
    }

    private boolean describes(FunctionInfo function) {
        String name = function.importName().orElse("");
        return modules.isEmpty()
                ? name.startsWith(importName)
                : (importName.isEmpty() || name.equals(importName))
                        && function.importModule().filter(modules::contains).isPresent();
    }

    /** Returns true if all functions of an imported module return error numbers, if anything. */
    static boolean returnsErrors(String importModule) {
        return Modules.WASI.contains(importModule);
    }
}
