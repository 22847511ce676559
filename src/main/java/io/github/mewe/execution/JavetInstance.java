package io.github.mewe.execution;

import com.caoccao.javet.exceptions.JavetException;
import com.google.gson.Gson;
import io.github.mewe.wasm.ValueType;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An instance in V8. */
final class JavetInstance implements RunningModule {
    private final JavetModule module;
    private final int id;
    private final RunEnvironment environment;
    private final Gson gson = new Gson();

    JavetInstance(JavetModule module, int id, RunEnvironment environment) {
        this.module = module;
        this.id = id;
        this.environment = environment;
    }

    private record Call(List<String> params, List<String> results, List<String> bits) {}

    @Override
    public CallOutcome call(String export, long... arguments) {
        ExportedFunction function = module.function(export)
                .filter(found -> found.params().size() == arguments.length)
                .orElseThrow(() -> new IllegalArgumentException(
                        "no exported function '" + export + "' takes " + arguments.length + " arguments"));
        String call = gson.toJson(new Call(
                function.params().stream().map(ValueType::toString).toList(),
                function.results().stream().map(ValueType::toString).toList(),
                Arrays.stream(arguments).mapToObj(Long::toString).toList()));
        synchronized (module.lock()) {
            CallOutcome outcome = module.outcome(
                    environment,
                    function.results(),
                    () -> gson.fromJson(module.text("call", id, export, call), JavetModule.Answer.class));
            reportChoices();
            return outcome;
        }
    }

    private void reportChoices() {
        if (environment.choices() != ChoiceListener.NONE) {
            int[] choices = gson.fromJson(text("choices", id), int[].class);
            for (int i = 0; i < choices.length; i += 2) {
                environment.choices().chosen(choices[i], choices[i + 1]);
            }
        }
    }

    private String text(String function, Object... arguments) {
        synchronized (module.lock()) {
            try {
                return module.text(function, arguments);
            } catch (JavetException e) {
                throw new EngineLimitException("V8 failed: " + e.getMessage(), e);
            }
        }
    }

    @Override
    public byte[] stdout() {
        return module.bytes("stdout", id);
    }

    @Override
    public byte[] stderr() {
        return module.bytes("stderr", id);
    }

    @Override
    public Map<String, byte[]> files() {
        return Map.of();
    }

    @Override
    public HostCalls hostCalls() {
        return HostCalls.NONE;
    }

    @Override
    public List<String> memories() {
        return List.copyOf(module.exports("memory").keySet());
    }

    @Override
    public byte[] memory(String name) {
        return module.bytes("memory", id, name);
    }

    @Override
    public Map<String, Value> globals() {
        return exportedGlobals();
    }

    @Override
    public Map<String, Value> exportedGlobals() {
        var values = new LinkedHashMap<String, Value>();
        module.exports("global").forEach((name, kind) -> {
            if (kind.isScalar()) {
                values.put(name, new Value(kind, Long.parseUnsignedLong(text("global", id, name, kind.toString()))));
            }
        });
        return values;
    }

    @Override
    public void close() {
        text("close", id);
    }
}
