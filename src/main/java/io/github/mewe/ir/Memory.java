package io.github.mewe.ir;

import io.github.mewe.wasm.ValueType;

/**
 * A memory of a module.
 *
 * @param name the internal name
 * @param shared true if threads share it
 * @param is64 true if its addresses have 64 bits
 */
public record Memory(String name, boolean shared, boolean is64) {

    /** The type of an address. */
    public ValueType addressType() {
        return is64 ? ValueType.I64 : ValueType.I32;
    }
}
