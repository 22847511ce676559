package io.github.mewe.ir;

import io.github.mewe.wasm.ValueType;
import java.util.List;

/**
 * What a function takes and returns.
 *
 * @param params the types of the parameters
 * @param result the type of the result; {@link ValueType#NONE} where there is none
 */
public record Signature(List<ValueType> params, ValueType result) {
    /** Copies the list. */
    public Signature {
        params = List.copyOf(params);
    }
}
