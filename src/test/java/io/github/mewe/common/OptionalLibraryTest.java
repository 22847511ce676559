package io.github.mewe.common;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class OptionalLibraryTest {
    private final OptionalLibrary present = new OptionalLibrary("JUnit", "org.junit.jupiter.api.Test");
    private final OptionalLibrary missing = new OptionalLibrary("nothing", "no.such.Class");

    @Test
    void findsClassesOnTheClassPath() {
        assertTrue(present.isPresent());
        assertFalse(missing.isPresent());
    }

    @Test
    void returnsTheResultOfTheWork() {
        assertEquals(7, present.use(() -> 7));
    }

    @Test
    void namesTheLibraryThatCannotBeLoaded() {
        var cause = new UnsatisfiedLinkError("no nothing in java.library.path");

        var thrown = assertThrows(
                UnusableLibraryException.class,
                () -> missing.use(() -> {
                    throw cause;
                }));

        assertEquals("nothing cannot be loaded on this platform: " + cause, thrown.getMessage());
        assertEquals(cause, thrown.getCause());
    }
}
