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

/**
 * A process that compiles a module with V8, which writes the code that it makes into the current directory. There it
 * says V8's version, too.
 */
final class JavetCompilerProcess {
    /** The file that has the version. */
    static final String VERSION = "version";

    private static final String FLAGS = "--perf-prof --no-liftoff --no-wasm-tier-up --no-wasm-lazy-compilation"
            + " --no-wasm-inlining --no-wasm-native-module-cache";

    private JavetCompilerProcess() {}

    /**
     * Compiles.
     *
     * @param arguments the file of the module; none for the version alone
     * @throws IOException if a file cannot be read or written
     * @throws JavetException if V8 does not take the module
     */
    public static void main(String[] arguments) throws IOException, JavetException {
        V8RuntimeOptions.V8_FLAGS.setCustomFlags(FLAGS);
        try (V8Runtime runtime = V8Host.getV8Instance().createV8Runtime()) {
            Files.writeString(Path.of(VERSION), runtime.getVersion());
            for (String file : arguments) {
                compile(runtime, Files.readAllBytes(Path.of(file)));
            }
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
