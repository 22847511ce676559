package io.github.mewe.binaryen.jni;

import io.github.mewe.common.AtomicFile;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Unpacked libraries, each in a file that has the library's hash as its name. Unpacking takes a noticeable part of a
 * build in which hardly anything changed.
 *
 * @param directory is created if necessary; if it is empty, or cannot be created, nothing is kept
 */
record KeptLibraries(Optional<Path> directory) {

    /** The content of a library, which the caller must check. Empty if it is not kept. */
    Optional<byte[]> find(String hash) {
        if (directory.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Files.readAllBytes(directory.get().resolve(hash)));
        } catch (IOException | SecurityException e) {
            return Optional.empty();
        }
    }

    /** Keeps a library in place of all others, which belong to other versions of the plugin. */
    void keep(String hash, byte[] content) {
        if (directory.isEmpty()) {
            return;
        }
        try {
            AtomicFile.write(directory.get().resolve(hash), content);
            try (DirectoryStream<Path> files = Files.newDirectoryStream(directory.get())) {
                for (Path file : files) {
                    if (!file.getFileName().toString().startsWith(hash)) {
                        Files.deleteIfExists(file);
                    }
                }
            }
        } catch (IOException | SecurityException e) {
            // Only time is lost: the next start unpacks the library again.
        }
    }
}
