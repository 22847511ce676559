package io.github.mewe.execution;

import io.github.mewe.common.SplitMix64;
import io.github.mewe.wasm.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import run.endive.runtime.HostFunction;
import run.endive.runtime.WasmFunctionHandle;
import run.endive.wasm.types.FunctionType;

/**
 * Stubs imports without a host. The results depend only on the import, its arguments and the preceding calls, so two
 * equivalent modules receive the same ones. Where a name tells what an import is for, its results are plausible.
 */
final class EndiveStubs {
    private static final int RECORDED_CALLS = 500;

    /** The first handle that wasm-bindgen's glue gives out. */
    private static final int FIRST_HANDLE = 132;

    private static final int HANDLES = 1024;

    private final List<String> first = new ArrayList<>();
    private long count;
    private long hash;

    /** Returns true if a function of this type can be stubbed. */
    static boolean canStub(FunctionType type) {
        return Stream.concat(type.params().stream(), type.returns().stream())
                .allMatch(value -> EndiveEngine.kind(value).isScalar());
    }

    /** Creates a stub that records its calls. */
    HostFunction of(String module, String name, FunctionType type) {
        String path = module + '.' + name;
        List<ValueType> params = type.params().stream().map(EndiveEngine::kind).toList();
        Optional<WasmFunctionHandle> known = GlueStubs.of(name, type);
        GlueStubs.Answer answer = GlueStubs.answer(name);
        return new HostFunction(module, name, type, (instance, arguments) -> {
            var values = new ArrayList<Value>();
            for (int i = 0; i < params.size(); i++) {
                values.add(new Value(params.get(i), arguments[i]));
            }
            record(path, values);
            return known.isPresent() ? known.get().apply(instance, arguments) : results(type, answer);
        });
    }

    private void record(String path, List<Value> values) {
        hash = SplitMix64.next(hash + path.hashCode());
        values.forEach(value -> hash = SplitMix64.next(hash ^ value.bits()));
        if (count++ < RECORDED_CALLS) {
            first.add(values.stream().map(Value::toString).collect(Collectors.joining(", ", path + "(", ")")));
        }
    }

    private long[] results(FunctionType type, GlueStubs.Answer answer) {
        var results = new long[type.returns().size()];
        for (int i = 0; i < results.length; i++) {
            long drawn = SplitMix64.next(hash + i + 1);
            boolean isFloat = EndiveEngine.kind(type.returns().get(i)).isFloat();
            results[i] = isFloat
                    ? number(drawn)
                    : switch (answer) {
                        case TRUTH -> drawn & 1;
                        case COUNT -> drawn & 63;
                        case HANDLE -> FIRST_HANDLE + count % HANDLES;
                        case NUMBER -> number(drawn);
                    };
        }
        return results;
    }

    /** Mixes booleans, small numbers, aligned numbers (possible addresses) and arbitrary numbers. */
    private static long number(long drawn) {
        long number = drawn >>> 2;
        return switch ((int) (drawn & 3)) {
            case 0 -> number & 1;
            case 1 -> number & 63;
            case 2 -> 8 * (number & 8191);
            default -> number;
        };
    }

    HostCalls calls() {
        return new HostCalls(count, hash, first);
    }
}
