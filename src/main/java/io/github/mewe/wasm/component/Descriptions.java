package io.github.mewe.wasm.component;

import io.github.mewe.wasm.BinaryReader;

/** Reads the descriptions of imports and exports. */
final class Descriptions {
    private static final int CORE_MODULE = 0x00;
    private static final int VALUE = 0x02;
    private static final int TYPE = 0x03;
    private static final int LAST = 0x05;

    private Descriptions() {}

    /** Reads a description; returns true if it is that of a core module. */
    static boolean isCoreModule(BinaryReader reader) {
        int kind = reader.u8();
        if (kind > LAST) {
            throw new UnknownDefinitionException();
        }
        if (kind == CORE_MODULE) {
            reader.u8();
        }
        boolean isBound = kind == VALUE || kind == TYPE;
        boolean hasIndex = !isBound || reader.u8() == 0;
        if (hasIndex) {
            reader.u32();
        } else if (kind == VALUE) {
            reader.s33();
        }
        return kind == CORE_MODULE;
    }
}
