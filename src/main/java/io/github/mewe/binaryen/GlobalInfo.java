package io.github.mewe.binaryen;

import io.github.mewe.wasm.ValueType;

/**
 * A global of a module.
 *
 * @param name its name in the module
 * @param type the type of its value
 * @param mutable whether it can be written
 */
public record GlobalInfo(String name, ValueType type, boolean mutable) {}
