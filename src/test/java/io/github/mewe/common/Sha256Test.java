package io.github.mewe.common;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The expected hashes are test vectors of FIPS 180-4 and of {@code sha256sum}. */
class Sha256Test {
    private static final String EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    private static final String ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    private static final String UMLAUT = "33e6d73fee82904c8d7afb78de1154d1e8dc2a0edb08120e63df5b9385c2d9cc";

    @Test
    void hashesBytes() {
        assertEquals(EMPTY, Sha256.hex());
        assertEquals(ABC, Sha256.hex("abc".getBytes(StandardCharsets.UTF_8)));
        assertArrayEquals(HexFormat.of().parseHex(ABC), Sha256.of(new byte[] {'a', 'b', 'c'}));
    }

    @Test
    void concatenatesParts() {
        assertEquals(ABC, Sha256.hex(new byte[] {'a'}, new byte[0], new byte[] {'b', 'c'}));
    }

    @Test
    void hashesTextInUtf8() {
        assertEquals(ABC, Sha256.hex("abc"));
        assertEquals(UMLAUT, Sha256.hex("\u00e4"));
        assertArrayEquals(HexFormat.of().parseHex(UMLAUT), Sha256.of("\u00e4"));
    }
}
