package io.github.mewe.link;

/**
 * The place in memory that an import writes to.
 *
 * @param parameter the number of the parameter that holds an address
 * @param offset the distance from that address in bytes
 * @param extent the number of bytes, as far as they are read
 */
record MemoryPlace(int parameter, int offset, Extent extent) {
    /** A number of bytes. */
    enum Extent {
        /** 8. */
        WORD,
        /** 16. */
        TWO_WORDS,
        /** The value of the parameter after the address. */
        NEXT_PARAMETER,
        /** The place holds the address of the bytes and, 8 bytes further, their number. */
        SLICE
    }
}
