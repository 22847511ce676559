package io.github.mewe.ir;

import io.github.mewe.wasm.ValueType;
import java.util.List;

/**
 * The parameters and the result of a function.
 *
 * @param params the types of the parameters
 * @param result the type of the result; {@link ValueType#NONE} if there is none
 */
public record Signature(List<ValueType> params, ValueType result) {
    /** Copies the list. */
    public Signature {
        params = List.copyOf(params);
    }
}
