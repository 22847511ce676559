package io.github.mewe.measure;

import com.caoccao.javet.enums.V8ValueReferenceType;
import com.caoccao.javet.exceptions.JavetException;
import com.caoccao.javet.interop.V8Host;
import com.caoccao.javet.interop.V8Runtime;
import com.caoccao.javet.interop.options.V8RuntimeOptions;
import com.caoccao.javet.values.reference.V8ValueTypedArray;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The process that compiles a module with V8 and writes V8's version and its code dump into the current directory. */
final class JavetCompilerProcess {
    /** The file that holds V8's version. */
    static final String VERSION = "version";

    private static final String FLAGS = "--perf-prof --no-liftoff --no-wasm-tier-up --no-wasm-lazy-compilation"
            + " --no-wasm-inlining --no-wasm-native-module-cache";

    private JavetCompilerProcess() {}

    /**
     * Compiles a module.
     *
     * @param arguments the module's file
     * @throws IOException if a file cannot be read or written
     * @throws JavetException if V8 rejects the module
     */
    public static void main(String[] arguments) throws IOException, JavetException {
        V8RuntimeOptions.V8_FLAGS.setCustomFlags(FLAGS);
        try (V8Runtime runtime = V8Host.getV8Instance().createV8Runtime()) {
            Files.writeString(Path.of(VERSION), runtime.getVersion());
            compile(runtime, Files.readAllBytes(Path.of(arguments[0])));
        }
    }

    private static void compile(V8Runtime runtime, byte[] module) throws JavetException {
        try (V8ValueTypedArray bytes =
                runtime.createV8ValueTypedArray(V8ValueReferenceType.Uint8Array, module.length)) {
            bytes.fromBytes(module);
            runtime.getGlobalObject().set("bytes", bytes);
            runtime.getExecutor("globalThis.module = new WebAssembly.Module(bytes)")
                    .executeVoid();
        }
    }
}
