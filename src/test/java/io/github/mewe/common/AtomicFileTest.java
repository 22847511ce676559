package io.github.mewe.common;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
    @TempDir
    Path directory;

    @Test
    void createsDirectories() throws IOException {
        Path file = directory.resolve("a/b/file");

        AtomicFile.write(file, new byte[] {1, 2});

        assertArrayEquals(new byte[] {1, 2}, Files.readAllBytes(file));
    }

    @Test
    void replacesAFileAndLeavesNothingElse() throws IOException {
        Path file = directory.resolve("file");
        AtomicFile.write(file, new byte[] {1, 2});

        AtomicFile.write(file, new byte[] {3});

        assertArrayEquals(new byte[] {3}, Files.readAllBytes(file));
        try (var files = Files.list(directory)) {
            assertEquals(List.of(file), files.toList());
        }
    }

    @Test
    void leavesNothingBehindWhenItFails() throws IOException {
        Path file = Files.createDirectories(directory.resolve("place/full")).getParent();

        assertThrows(IOException.class, () -> AtomicFile.write(file, new byte[] {1}));

        assertTrue(Files.isDirectory(file.resolve("full")));
        try (var files = Files.list(directory)) {
            assertEquals(List.of(file), files.toList());
        }
    }
}
