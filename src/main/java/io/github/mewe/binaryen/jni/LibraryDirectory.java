package io.github.mewe.binaryen.jni;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;

/**
 * A directory for temporary copies of the library.
 *
 * @param path is created if necessary
 */
record LibraryDirectory(Path path) {
    private static final String PREFIX = "mewe-binaryen-";

    /** Another process can be about to load a copy that is newer. */
    private static final Duration UNUSED = Duration.ofMinutes(10);

    /** Creates an empty file for a copy. */
    Path newCopy(String extension) throws IOException {
        Files.createDirectories(path);
        return Files.createTempFile(path, PREFIX, extension);
    }

    /**
     * Deletes the copies that earlier processes left. Windows cannot delete a library while a process uses it, so such
     * copies remain until one of the next starts.
     */
    void deleteUnusedCopies() {
        FileTime limit = FileTime.from(Instant.now().minus(UNUSED));
        try (DirectoryStream<Path> copies = Files.newDirectoryStream(path, PREFIX + "*.{so,dylib,dll}")) {
            for (Path copy : copies) {
                if (Files.getLastModifiedTime(copy).compareTo(limit) < 0) {
                    delete(copy);
                }
            }
        } catch (IOException e) {
            // Another process deleted it, or the directory is not readable.
        }
    }

    /** Deletes a copy unless the system refuses it because a process uses the copy. */
    static void delete(Path copy) {
        try {
            Files.deleteIfExists(copy);
        } catch (IOException e) {
            // A later start deletes it.
        }
    }
}
