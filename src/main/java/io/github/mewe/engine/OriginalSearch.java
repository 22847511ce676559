package io.github.mewe.engine;

import io.github.mewe.common.Sha256;
import io.github.mewe.report.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Searches for the input module of a multivariant binary by name and hash. */
public final class OriginalSearch {
    private final Manifest.Binary wanted;
    private final TreeSet<Path> others = new TreeSet<>();

    public OriginalSearch(Manifest.Binary wanted) {
        this.wanted = wanted;
    }

    /**
     * Finds the module and returns its bytes.
     *
     * @param places files of any name, and directories to search recursively
     * @throws VerificationException if the module is not found
     * @throws IOException if a file cannot be read
     */
    public byte[] in(List<Path> places) throws IOException {
        for (Path place : places) {
            Optional<byte[]> found = Files.isDirectory(place) ? below(place) : at(place);
            if (found.isPresent()) {
                return found.get();
            }
        }
        throw new VerificationException(
                others.isEmpty()
                        ? "the original " + wanted.name() + " was not found in " + places
                                + ". Name it with <input> (mewe.input)"
                        : "the original " + wanted.name() + " has changed since the binary was made: " + others
                                + " does not have the SHA-256 in the manifest, " + wanted.sha256()
                                + ". Run mewe:diversify again, or name the right file with"
                                + " <input> (mewe.input)");
    }

    private Optional<byte[]> below(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            List<Path> candidates = files.filter(
                            file -> file.getFileName().toString().equals(wanted.name()))
                    .sorted()
                    .toList();
            for (Path candidate : candidates) {
                Optional<byte[]> found = at(candidate);
                if (found.isPresent()) {
                    return found;
                }
            }
            return Optional.empty();
        }
    }

    private Optional<byte[]> at(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        byte[] bytes = Files.readAllBytes(file);
        if (Sha256.hex(bytes).equals(wanted.sha256())) {
            return Optional.of(bytes);
        }
        others.add(file);
        return Optional.empty();
    }
}
