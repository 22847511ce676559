package com.example.tokens;

import java.nio.charset.StandardCharsets;
import run.endive.runtime.ImportValues;

/** The modules that the tests use. */
final class Binaries {
    static final byte[] ORIGINAL = TokenModule.resource("/tokens-service.wasm");
    static final byte[] DIVERSIFIED = TokenModule.resource("/tokens-service-diversified.wasm");

    /** The traced binary, which reports its choices to the host. */
    static final byte[] TRACED = TokenModule.resource("/tokens-service-traced.wasm");

    static final byte[] KEY = "a key of the tests".getBytes(StandardCharsets.UTF_8);

    private Binaries() {}

    /** An instance of the original, which has no choices to seed. */
    static TokenInstance original(TokenModule module) {
        return new TokenInstance(module.instance(ImportValues.empty()), KEY);
    }
}
