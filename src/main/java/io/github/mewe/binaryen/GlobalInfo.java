package io.github.mewe.binaryen;

import io.github.mewe.wasm.ValueType;

/**
 * A global of a module.
 *
 * @param name the internal name
 */
public record GlobalInfo(String name, ValueType type, boolean mutable) {}
