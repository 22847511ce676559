package io.github.mewe.execution;

import com.caoccao.javet.enums.V8ValueReferenceType;
import com.caoccao.javet.exceptions.JavetException;
import com.caoccao.javet.interop.V8Host;
import com.caoccao.javet.interop.V8Runtime;
import com.caoccao.javet.interop.options.V8RuntimeOptions;
import com.caoccao.javet.values.reference.V8ValueObject;
import com.caoccao.javet.values.reference.V8ValueTypedArray;
import com.google.gson.Gson;
import io.github.mewe.common.Resources;
import io.github.mewe.common.UnusableLibraryException;
import java.util.List;

/**
 * V8 in this JVM through Javet, which users may add to the plugin's dependencies. Supports every WebAssembly proposal,
 * but only the part of WASI that programs without files need. Sees exported memories and globals only, and no NaN
 * payloads.
 */
final class JavetEngine implements Engine {
    /** Makes V8 report the types of exports. */
    private static final String FLAGS = "--experimental-wasm-type-reflection";

    private static final int NAMED_IMPORTS = 5;

    private final Watchdog watchdog = new Watchdog();
    private final Gson gson = new Gson();

    @Override
    public String name() {
        return "v8";
    }

    /**
     * V8's answer to loading a module.
     *
     * @param refused why V8 rejects the module, or null
     * @param missing the imports that the host does not provide
     */
    private record Loaded(String refused, List<String> missing, List<JavetModule.Exported> exports) {}

    @Override
    public PreparedModule prepare(byte[] binary, String name) {
        V8Runtime runtime = runtime();
        try {
            runtime.getExecutor(Resources.text(JavetEngine.class, "v8-host.js")).executeVoid();
            Loaded loaded;
            try (V8ValueObject glue = runtime.getGlobalObject().get("mewe");
                    V8ValueTypedArray bytes =
                            runtime.createV8ValueTypedArray(V8ValueReferenceType.Uint8Array, binary.length)) {
                bytes.fromBytes(binary);
                loaded = gson.fromJson(glue.invokeString("load", bytes), Loaded.class);
            }
            check(loaded);
            return new JavetModule(runtime, name, loaded.exports(), watchdog);
        } catch (JavetException e) {
            close(runtime);
            throw new EngineLimitException("V8 failed: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            close(runtime);
            throw e;
        }
    }

    private static V8Runtime runtime() {
        try {
            return Engines.JAVET.use(JavetEngine::createRuntime);
        } catch (UnusableLibraryException e) {
            throw notLoaded(e);
        }
    }

    private static V8Runtime createRuntime() {
        try {
            V8RuntimeOptions.V8_FLAGS.setCustomFlags(FLAGS);
            return V8Host.getV8Instance().createV8Runtime();
        } catch (JavetException e) {
            throw notLoaded(e);
        }
    }

    private static EngineLimitException notLoaded(Exception cause) {
        return new EngineLimitException(
                "V8 cannot be loaded. Add com.caoccao.javet:javet and the native library for this platform, both in"
                        + " the same version, to the plugin's dependencies: " + cause.getMessage(),
                cause);
    }

    private static void check(Loaded loaded) {
        if (loaded.refused() != null) {
            throw new EngineLimitException("V8 rejects the module: " + loaded.refused(), null);
        }
        List<String> missing = loaded.missing();
        if (!missing.isEmpty()) {
            throw new EngineLimitException(
                    "the module imports "
                            + String.join(
                                    ", ", missing.stream().limit(NAMED_IMPORTS).toList())
                            + (missing.size() > NAMED_IMPORTS
                                    ? " and " + (missing.size() - NAMED_IMPORTS) + " more"
                                    : "")
                            + "; in V8 the plugin provides only WASI, without files",
                    null);
        }
    }

    static void close(V8Runtime runtime) {
        try {
            runtime.close(true);
        } catch (JavetException e) {
            throw new IllegalStateException("V8 cannot be closed", e);
        }
    }
}
