package io.github.mewe.execution;

import io.github.mewe.common.SplitMix64;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import run.endive.runtime.HostFunction;
import run.endive.wasm.types.FunctionType;

/**
 * Answers imports that nobody supplies: with numbers that depend on the import, on what it is given and on how many
 * calls there were, and on nothing else. What a module does with them means nothing, but two modules that do the same
 * get the same answers.
 */
final class EndiveStubs {
    private static final int MOST_TEXTS = 500;

    private final List<String> first = new ArrayList<>();
    private long count;
    private long hash;

    /** Whether there can be a stub of a type. */
    static boolean canBe(FunctionType type) {
        return Stream.concat(type.params().stream(), type.returns().stream())
                .allMatch(value -> EndiveEngine.kind(value).isScalar());
    }

    /** A stub. */
    HostFunction of(String module, String name, FunctionType type) {
        String path = module + '.' + name;
        List<ValueKind> params = type.params().stream().map(EndiveEngine::kind).toList();
        return new HostFunction(module, name, type, (instance, arguments) -> {
            var values = new ArrayList<Value>();
            for (int i = 0; i < params.size(); i++) {
                values.add(new Value(params.get(i), arguments[i]));
            }
            note(path, values);
            return answers(type);
        });
    }

    private void note(String path, List<Value> values) {
        hash = SplitMix64.next(hash + path.hashCode());
        values.forEach(value -> hash = SplitMix64.next(hash ^ value.bits()));
        if (count++ < MOST_TEXTS) {
            first.add(values.stream().map(Value::toString).collect(Collectors.joining(", ", path + "(", ")")));
        }
    }

    /** Truth values, small numbers, aligned ones as addresses are, and any. */
    private long[] answers(FunctionType type) {
        var answers = new long[type.returns().size()];
        for (int i = 0; i < answers.length; i++) {
            long drawn = SplitMix64.next(hash + i + 1);
            long number = drawn >>> 2;
            answers[i] = switch ((int) (drawn & 3)) {
                case 0 -> number & 1;
                case 1 -> number & 63;
                case 2 -> 8 * (number & 8191);
                default -> number;
            };
        }
        return answers;
    }

    HostCalls calls() {
        return new HostCalls(count, hash, first);
    }
}
