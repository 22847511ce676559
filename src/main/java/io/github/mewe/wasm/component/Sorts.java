package io.github.mewe.wasm.component;

import io.github.mewe.wasm.BinaryReader;

/** The numbers of the kinds of definitions. A core kind follows the number {@link #CORE}. */
final class Sorts {
    static final int CORE = 0x00;
    static final int CORE_FUNCTION = 0x00;
    static final int CORE_MODULE = 0x11;
    static final int CORE_INSTANCE = 0x12;

    private static final int NOT_CORE = -1;

    private Sorts() {}

    /** Reads a kind; returns its core kind, or a negative number if it is not a core kind. */
    static int coreKind(BinaryReader reader) {
        return reader.u8() == CORE ? reader.u8() : NOT_CORE;
    }
}
