package io.github.mewe.execution;

import com.caoccao.javet.exceptions.JavetException;
import com.caoccao.javet.interop.V8Runtime;
import com.caoccao.javet.values.reference.V8ValueObject;
import com.caoccao.javet.values.reference.V8ValueTypedArray;
import com.google.gson.Gson;
import io.github.mewe.wasm.ValueType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A module that V8 has compiled, in its own runtime. One thread uses the runtime at a time. */
final class JavetModule implements PreparedModule {
    private final V8Runtime runtime;
    private final String name;
    private final List<Exported> exports;
    private final List<ExportedFunction> functions;
    private final Watchdog watchdog;
    private final Gson gson = new Gson();

    /**
     * An export.
     *
     * @param kind {@code function}, {@code global} and so on
     * @param params a function's parameter types
     * @param results a function's result types
     * @param value a global's value type
     */
    record Exported(String name, String kind, List<String> params, List<String> results, String value) {}

    JavetModule(V8Runtime runtime, String name, List<Exported> exports, Watchdog watchdog) {
        this.runtime = runtime;
        this.name = name;
        this.exports = exports;
        this.watchdog = watchdog;
        functions = exports.stream()
                .filter(export -> export.kind().equals("function"))
                .map(export -> new ExportedFunction(
                        export.name(),
                        export.params().stream().map(JavetModule::kind).toList(),
                        export.results().stream().map(JavetModule::kind).toList()))
                .sorted(Comparator.comparing(ExportedFunction::name))
                .toList();
    }

    private static ValueType kind(String type) {
        return ValueType.numeric(type).orElse(ValueType.REFERENCE);
    }

    /** The exports of a kind by name, with the value types of globals. */
    Map<String, ValueType> exports(String kind) {
        var found = new LinkedHashMap<String, ValueType>();
        for (Exported export : exports) {
            if (export.kind().equals(kind)) {
                found.put(export.name(), kind(String.valueOf(export.value())));
            }
        }
        return found;
    }

    @Override
    public List<ExportedFunction> functions() {
        return functions;
    }

    /**
     * The environment of an instance.
     *
     * @param arguments the program's name and arguments
     * @param environment lines NAME=VALUE
     * @param stdin the bytes
     * @param random the seed of the program's random numbers
     * @param keys the seed of the discriminator's keys
     */
    private record Given(
            List<String> arguments, List<String> environment, List<Integer> stdin, String random, String keys) {}

    /** An outcome as the script reports it. */
    record Answer(String kind, String message, int code, int id, List<String> values) {}

    @Override
    public RunningModule instantiate(RunEnvironment environment) {
        var arguments = new ArrayList<String>();
        arguments.add(name);
        var variables = new ArrayList<String>();
        var stdin = new ArrayList<Integer>();
        environment.program().ifPresent(input -> {
            if (!input.files().isEmpty()) {
                throw new EngineLimitException(
                        "the program has files (<start><directory>), which the plugin cannot provide in V8", null);
            }
            arguments.addAll(input.arguments());
            input.environment().forEach((key, value) -> variables.add(key + "=" + value));
            for (byte b : input.stdin()) {
                stdin.add(b & 0xff);
            }
        });
        var given = new Given(
                arguments, variables, stdin, Long.toString(environment.random()), Long.toString(environment.keys()));
        synchronized (runtime) {
            var made = new int[1];
            CallOutcome outcome = outcome(environment, List.of(), () -> {
                Answer answer = gson.fromJson(text("instantiate", gson.toJson(given)), Answer.class);
                made[0] = answer.id();
                return answer;
            });
            if (made[0] == 0) {
                throw new FailedInstantiationException(
                        "the module cannot be instantiated: "
                                + (outcome instanceof CallOutcome.Trapped trap ? trap.message() : "it " + outcome),
                        outcome);
            }
            return new JavetInstance(this, made[0], environment);
        }
    }

    interface Code {
        Answer run() throws JavetException;
    }

    /**
     * Runs code within the time limit. The caller holds the {@link #lock}.
     *
     * @param results the types of the results
     */
    CallOutcome outcome(RunEnvironment environment, List<ValueType> results, Code code) {
        return watchdog.within(
                environment.timeLimit(), runtime::terminateExecution, runtime::cancelTerminateExecution, () -> {
                    try {
                        return outcome(code.run(), results);
                    } catch (JavetException e) {
                        throw new EngineLimitException("V8 failed: " + e.getMessage(), e);
                    }
                });
    }

    private static CallOutcome outcome(Answer answer, List<ValueType> results) {
        return switch (answer.kind()) {
            case "returned", "made" -> {
                var values = new ArrayList<Value>();
                for (int i = 0; i < results.size(); i++) {
                    values.add(new Value(
                            results.get(i),
                            Long.parseUnsignedLong(answer.values().get(i))));
                }
                yield new CallOutcome.Returned(values);
            }
            case "exited" -> new CallOutcome.Exited(answer.code());
            case "trapped" -> new CallOutcome.Trapped(trap(answer.message()), answer.message());
            case "exception" -> new CallOutcome.Trapped(TrapKind.UNCAUGHT_EXCEPTION, "uncaught exception");
            case "deep" -> new CallOutcome.Stopped(false, "the recursion is too deep for the engine");
            case "link" -> throw new EngineLimitException("the module cannot be linked: " + answer.message(), null);
            default -> new CallOutcome.Trapped(TrapKind.OTHER, answer.message());
        };
    }

    private static TrapKind trap(String message) {
        if (message.contains("unreachable")) {
            return TrapKind.UNREACHABLE;
        } else if (message.contains("by zero")) {
            return TrapKind.DIVISION_BY_ZERO;
        } else if (message.contains("divide result unrepresentable")) {
            return TrapKind.INTEGER_OVERFLOW;
        } else if (message.contains("float unrepresentable")) {
            return TrapKind.INVALID_CONVERSION;
        } else if (message.contains("memory access out of bounds")) {
            return TrapKind.MEMORY_BOUNDS;
        } else if (message.contains("signature mismatch")) {
            return TrapKind.WRONG_TYPE;
        } else if (message.contains("table")) {
            return TrapKind.TABLE_BOUNDS;
        } else if (message.contains("null pointer")) {
            return TrapKind.NULL_REFERENCE;
        } else if (message.contains("illegal cast")) {
            return TrapKind.WRONG_CAST;
        } else if (message.contains("array")) {
            return TrapKind.ARRAY_BOUNDS;
        } else if (message.contains("unaligned")) {
            return TrapKind.UNALIGNED_ATOMIC;
        }
        return TrapKind.OTHER;
    }

    /** Calls a function of the script that returns a text. */
    String text(String function, Object... arguments) throws JavetException {
        try (V8ValueObject glue = runtime.getGlobalObject().get("mewe")) {
            return glue.invokeString(function, arguments);
        }
    }

    /** Calls a function of the script that returns bytes. */
    byte[] bytes(String function, Object... arguments) {
        synchronized (runtime) {
            try (V8ValueObject glue = runtime.getGlobalObject().get("mewe");
                    V8ValueTypedArray bytes = glue.invoke(function, arguments)) {
                return bytes.toBytes();
            } catch (JavetException e) {
                throw new EngineLimitException("V8 failed: " + e.getMessage(), e);
            }
        }
    }

    /** The lock to hold while code runs. */
    Object lock() {
        return runtime;
    }

    @Override
    public void close() {
        synchronized (runtime) {
            JavetEngine.close(runtime);
        }
    }
}
