package io.github.mewe.engine.fork;

import io.github.mewe.common.Sha256;
import io.github.mewe.common.UserCache;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * An archive of loaded classes (class data sharing, JEP 350), with which later JVMs start in less time. The first JVM
 * writes it when it ends. The JVM checks that an archive belongs to it and to its class path, and does without one if
 * not.
 *
 * @param file the archive, which need not exist
 * @param created where this build's JVM writes the archive if there is none
 */
record ClassArchive(Path file, Path created) {
    private static final String DIRECTORY = "classes";

    /**
     * The archive for a class path in the user's cache.
     *
     * @return empty if there is no cache, or the JVM cannot archive the class path because it has directories
     * @throws IOException if an entry of the class path cannot be read
     */
    static Optional<ClassArchive> of(List<Path> classPath) throws IOException {
        Optional<Path> directory = UserCache.directory(DIRECTORY);
        return directory.isEmpty() || classPath.stream().anyMatch(Files::isDirectory)
                ? Optional.empty()
                : Optional.of(in(directory.get(), classPath));
    }

    static ClassArchive in(Path directory, List<Path> classPath) throws IOException {
        String name = name(classPath);
        return new ClassArchive(directory.resolve(name), directory.resolve(name + "." + UUID.randomUUID()));
    }

    /** A name that is another one for another JVM, or if a file of the class path changes. */
    private static String name(List<Path> classPath) throws IOException {
        var key = new StringBuilder(System.getProperty("java.home") + System.getProperty("java.vm.version"));
        for (Path entry : classPath) {
            key.append('\n').append(entry).append(Files.getLastModifiedTime(entry));
        }
        return Sha256.hex(key.toString());
    }

    /** The options that use or write the archive; none if its directory cannot be created. */
    List<String> options() {
        try {
            Files.createDirectories(file.getParent());
        } catch (IOException e) {
            return List.of();
        }
        return List.of(
                Files.exists(file) ? "-XX:SharedArchiveFile=" + file : "-XX:ArchiveClassesAtExit=" + created,
                // Otherwise the JVM prints which classes it leaves out.
                "-Xlog:disable");
    }

    /** Keeps the archive that the JVM wrote, if it did, in place of all others, which belong to other versions. */
    void keep() {
        if (!Files.exists(created)) {
            return;
        }
        try {
            Files.move(created, file, StandardCopyOption.ATOMIC_MOVE);
            // Windows deletes no file that is read-only, as the JVM makes it.
            file.toFile().setWritable(true);
            try (DirectoryStream<Path> files = Files.newDirectoryStream(file.getParent())) {
                for (Path other : files) {
                    if (!other.equals(file)) {
                        Files.deleteIfExists(other);
                    }
                }
            }
        } catch (IOException e) {
            // Only time is lost, or space until a later build.
            created.toFile().deleteOnExit();
        }
    }
}
