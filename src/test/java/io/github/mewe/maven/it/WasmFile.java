package io.github.mewe.maven.it;

import com.dylibso.chicory.runtime.HostFunction;
import com.dylibso.chicory.runtime.ImportFunction;
import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.ValType;
import java.util.List;
import java.util.stream.IntStream;

/** A module from a build, which tests inspect and run in Chicory. */
public final class WasmFile {
    private static final FunctionType DRAW_SEED = FunctionType.returning(ValType.I64);
    private static final FunctionType RANDOM_GET =
            FunctionType.of(List.of(ValType.I32, ValType.I32), List.of(ValType.I32));

    private final WasmModule module;
    private int hostCalls;

    private WasmFile(WasmModule module) {
        this.module = module;
    }

    public static WasmFile parse(byte[] binary) {
        return new WasmFile(Parser.parse(binary));
    }

    /** The imports, as {@code module.name}. */
    public List<String> imports() {
        return module.importSection().stream()
                .map(entry -> entry.module() + "." + entry.name())
                .toList();
    }

    public List<String> exports() {
        var section = module.exportSection();
        return IntStream.range(0, section.exportCount())
                .mapToObj(i -> section.getExport(i).name())
                .toList();
    }

    /** The number of times that instances asked the host for random numbers. */
    public int hostCalls() {
        return hostCalls;
    }

    /**
     * Creates an instance whose host always returns the same random number.
     *
     * @param entropy the random number
     */
    public Instance instance(long entropy) {
        var random = new HostFunction("mewe", "random", DRAW_SEED, (instance, arguments) -> {
            hostCalls++;
            return new long[] {entropy};
        });
        var wasi = new HostFunction("wasi_snapshot_preview1", "random_get", RANDOM_GET, (instance, arguments) -> {
            hostCalls++;
            var bytes = new byte[(int) arguments[1]];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) (entropy >>> (i % Long.BYTES * Byte.SIZE));
            }
            instance.memory().write((int) arguments[0], bytes);
            return new long[] {0};
        });
        ImportFunction[] functions = List.of(random, wasi).stream()
                .filter(function -> imports().contains(function.module() + "." + function.name()))
                .toArray(ImportFunction[]::new);
        return Instance.builder(module)
                .withImportValues(ImportValues.builder().addFunction(functions).build())
                .build();
    }

    /**
     * Calls an exported function of type {@code (i32, ...) -> i32} in a new instance.
     *
     * @param export the function's name
     * @param arguments its arguments
     */
    public int call(String export, long... arguments) {
        return call(instance(0), export, arguments);
    }

    /**
     * Calls an exported function of type {@code (i32, ...) -> i32}.
     *
     * @param instance an instance of this module
     * @param export the function's name
     * @param arguments its arguments
     */
    public static int call(Instance instance, String export, long... arguments) {
        return (int) instance.export(export).apply(arguments)[0];
    }
}
