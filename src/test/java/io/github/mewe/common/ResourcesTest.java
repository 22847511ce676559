package io.github.mewe.common;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ResourcesTest {
    @Test
    void readsRelativeToTheOwner() {
        assertEquals("text in UTF-8: \u00e4\n", Resources.text(ResourcesTest.class, "resource.txt"));
    }

    @Test
    void readsFromTheRoot() {
        byte[] expected = "text in UTF-8: \u00e4\n".getBytes(StandardCharsets.UTF_8);

        assertArrayEquals(expected, Resources.bytes(Resources.class, "/io/github/mewe/common/resource.txt"));
    }

    @Test
    void namesTheMissingResource() {
        var e = assertThrows(IllegalStateException.class, () -> Resources.text(ResourcesTest.class, "missing.txt"));

        assertEquals("The plugin's jar lacks the resource missing.txt", e.getMessage());
    }
}
