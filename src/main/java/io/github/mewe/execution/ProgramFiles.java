package io.github.mewe.execution;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A temporary directory for one instance of a WASI program, with copies of its input files. */
final class ProgramFiles implements AutoCloseable {
    private static final FileTime LONG_AGO = FileTime.fromMillis(0);
    private static final String REMEDY =
            ". Check its space and permissions, or choose another directory with -Djava.io.tmpdir";

    private final Path root;

    /**
     * Creates the directory and its files.
     *
     * @param files contents by relative paths
     * @throws InvocationException if a path leads out of the directory
     */
    ProgramFiles(Map<String, byte[]> files) {
        root = directory();
        try {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                Path path = root.resolve(file.getKey()).normalize();
                if (!path.startsWith(root) || path.equals(root)) {
                    throw new InvocationException(
                            "the path '" + file.getKey() + "' leads out of the program's directory");
                }
                Files.createDirectories(path.getParent());
                Files.write(path, file.getValue());
                Files.setLastModifiedTime(path, LONG_AGO);
            }
        } catch (InvocationException e) {
            close();
            throw e;
        } catch (IOException e) {
            close();
            throw new UncheckedIOException("cannot copy the program's files to " + root + REMEDY, e);
        }
    }

    private static Path directory() {
        try {
            return Files.createTempDirectory("mewe-run").toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot create a directory below " + System.getProperty("java.io.tmpdir") + REMEDY, e);
        }
    }

    Path root() {
        return root;
    }

    /** The current files by relative paths. */
    Map<String, byte[]> contents() {
        var contents = new TreeMap<String, byte[]>();
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                contents.put(root.relativize(path).toString().replace('\\', '/'), Files.readAllBytes(path));
            }
            return contents;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the program's output files below " + root + REMEDY, e);
        }
    }

    @Override
    public void close() {
        try (Stream<Path> paths = Files.walk(root)) {
            List<Path> deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete the program's temporary directory " + root + REMEDY, e);
        }
    }
}
