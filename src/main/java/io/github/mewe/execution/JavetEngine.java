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
import java.util.List;

/**
 * V8 in this JVM, by Javet, which users may add: it knows every proposal. It has as much of WASI as programs without
 * files need, sees the memories and globals that are exported alone, and no bits of a NaN.
 */
final class JavetEngine implements Engine {
    /** So that a module says what its exports take. */
    private static final String FLAGS = "--experimental-wasm-type-reflection";

    private static final int SHOWN = 5;

    private final Watchdog timeLimit = new Watchdog();
    private final Gson gson = new Gson();

    @Override
    public String name() {
        return "v8";
    }

    /**
     * What the module says of itself.
     *
     * @param refused why V8 does not accept it, or null
     * @param missing the imports that it lacks
     * @param exports its exports
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
            return new JavetModule(runtime, name, loaded.exports(), timeLimit);
        } catch (JavetException e) {
            close(runtime);
            throw new EngineLimitException("V8 fails at it: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            close(runtime);
            throw e;
        }
    }

    private static V8Runtime runtime() {
        try {
            V8RuntimeOptions.V8_FLAGS.setCustomFlags(FLAGS);
            return V8Host.getV8Instance().createV8Runtime();
        } catch (JavetException | LinkageError e) {
            throw new EngineLimitException(
                    "V8 cannot be loaded. Add com.caoccao.javet:javet and its natives for this platform, of one version,"
                            + " to the plugin's dependencies: " + e.getMessage(),
                    e);
        }
    }

    private static void check(Loaded loaded) {
        if (loaded.refused() != null) {
            throw new EngineLimitException("V8 does not accept it: " + loaded.refused(), null);
        }
        List<String> missing = loaded.missing();
        if (!missing.isEmpty()) {
            throw new EngineLimitException(
                    "it imports "
                            + String.join(", ", missing.stream().limit(SHOWN).toList())
                            + (missing.size() > SHOWN ? " and " + (missing.size() - SHOWN) + " more" : "")
                            + ", and V8 is given no imports but those of WASI, and of these none for files",
                    null);
        }
    }

    /** Frees a runtime. */
    static void close(V8Runtime runtime) {
        try {
            runtime.close(true);
        } catch (JavetException e) {
            throw new IllegalStateException("V8 cannot be closed", e);
        }
    }
}
