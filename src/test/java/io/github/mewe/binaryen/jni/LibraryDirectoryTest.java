package io.github.mewe.binaryen.jni;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibraryDirectoryTest {

    @TempDir
    private Path scratch;

    @Test
    void deletesOldCopiesOnly() throws IOException {
        var directory = new LibraryDirectory(scratch);
        Path fresh = directory.newCopy(".dll");
        for (String extension : new String[] {".so", ".dylib", ".dll"}) {
            age(directory.newCopy(extension));
        }
        Path document = age(Files.createFile(scratch.resolve("mewe-binaryen-notes.txt")));
        Path foreign = age(Files.createFile(scratch.resolve("foreign.dll")));

        directory.deleteUnusedCopies();

        assertEquals(Set.of(fresh, document, foreign), files());
    }

    @Test
    void keepsWhatItCannotDelete() throws IOException {
        var directory = new LibraryDirectory(scratch);
        Path inUse = Files.createDirectories(scratch.resolve("mewe-binaryen-1.dll/entry"));
        age(inUse.getParent());
        age(directory.newCopy(".dll"));

        directory.deleteUnusedCopies();

        assertEquals(Set.of(inUse.getParent()), files());
    }

    @Test
    void createsTheDirectory() throws IOException {
        var directory = new LibraryDirectory(scratch.resolve("new/directory"));
        directory.deleteUnusedCopies();
        assertTrue(Files.exists(directory.newCopy(".so")));
    }

    private static Path age(Path file) throws IOException {
        return Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
    }

    private Set<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(scratch)) {
            return files.collect(Collectors.toSet());
        }
    }
}
