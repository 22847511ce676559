package io.github.mewe.common;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;

class SequenceHashTest {
    /** Inputs of isolated executions derive from these hashes: other values would change every verification. */
    @Test
    void valuesNeverChange() {
        assertEquals(0xe5138204a28a6f9eL, SequenceHash.extend(1, 2));
        assertEquals(0x33b55ee9a2f205bcL, SequenceHash.of("env.print"));
        assertEquals(0, SequenceHash.of(""));
    }

    @Test
    void dependsOnOrder() {
        assertNotEquals(SequenceHash.of("ab"), SequenceHash.of("ba"));
    }
}
