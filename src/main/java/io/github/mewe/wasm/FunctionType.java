package io.github.mewe.wasm;

import java.util.List;
import java.util.stream.Stream;

/**
 * The type of a function.
 *
 * @param params the types of the parameters
 * @param results the types of the results
 */
public record FunctionType(List<ValueType> params, List<ValueType> results) {
    /** Copies the lists. */
    public FunctionType {
        params = List.copyOf(params);
        results = List.copyOf(results);
    }

    /** Determines if all parameters and results are scalar numbers. */
    public boolean isScalar() {
        return Stream.concat(params.stream(), results.stream()).allMatch(ValueType::isScalar);
    }
}
