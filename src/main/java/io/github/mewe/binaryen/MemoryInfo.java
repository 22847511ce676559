package io.github.mewe.binaryen;

/**
 * A memory of a module.
 *
 * @param name its name in the module
 * @param shared whether several threads see it
 * @param is64 whether its addresses have 64 bits
 */
public record MemoryInfo(String name, boolean shared, boolean is64) {}
