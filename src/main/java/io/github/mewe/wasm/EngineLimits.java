package io.github.mewe.wasm;

/**
 * The limits that engines for the web share (WebAssembly JavaScript interface, section "Implementation-defined
 * limits").
 */
public final class EngineLimits {
    /** The maximum number of a function's parameters and locals together. */
    public static final int MAX_LOCALS = 50_000;

    /** The maximum size of a function body in bytes. */
    public static final int MAX_BODY_BYTES = 7_654_321;

    private EngineLimits() {}
}
