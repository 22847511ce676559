package io.github.mewe.wasm;

/** The prefix bytes of opcodes. */
enum OpcodePrefix {
    NO_PREFIX(-1),
    GARBAGE_COLLECTION(0xFB),
    MISCELLANEOUS(0xFC),
    VECTOR(0xFD),
    ATOMIC(0xFE);

    private final int code;

    OpcodePrefix(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
