package io.github.mewe.engine;

import io.github.mewe.common.Sha256;
import io.github.mewe.report.Manifest;
import io.github.mewe.report.ManifestFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Finds and reads manifests and the multivariant binaries beside them. */
public final class ManifestFiles {
    private final ManifestFile manifests = new ManifestFile();

    /**
     * Finds the manifests below a directory, sorted by path.
     *
     * @throws IOException if a file cannot be read
     */
    public List<Path> in(Path directory) throws IOException {
        var found = new ArrayList<Path>();
        if (Files.isDirectory(directory)) {
            try (Stream<Path> files = Files.walk(directory)) {
                List<Path> candidates = files.filter(
                                file -> file.getFileName().toString().endsWith(".json"))
                        .sorted()
                        .toList();
                for (Path candidate : candidates) {
                    if (manifests.read(candidate).filter(ManifestFiles::isWhole).isPresent()) {
                        found.add(candidate);
                    }
                }
            }
        }
        return found;
    }

    /** Returns false for other JSON documents that have a schema version. */
    private static boolean isWhole(Manifest manifest) {
        return manifest.input() != null && manifest.output() != null && manifest.functions() != null;
    }

    /**
     * Reads a manifest.
     *
     * @throws VerificationException if the file is not a manifest or has been changed
     * @throws IOException if it cannot be read
     */
    public Manifest read(Path file) throws IOException {
        Manifest manifest = manifests
                .read(file)
                .filter(ManifestFiles::isWhole)
                .orElseThrow(() -> new VerificationException(
                        file + " is not a manifest of this plugin version. Run mewe:diversify again, which writes"
                                + " NAME-diversified.json, or name another file with <manifest> (mewe.manifest)"));
        if (!manifests.isIntact(file)) {
            throw new VerificationException("the manifest " + file + " has been changed since mewe:diversify wrote it:"
                    + " the SHA-256 in its last line does not match the other lines. Run mewe:diversify again, or"
                    + " restore the file");
        }
        return manifest;
    }

    /**
     * Reads the binary beside a manifest.
     *
     * @param file the manifest's file
     * @param manifest the manifest
     * @throws VerificationException if the binary does not exist or does not match the manifest
     * @throws IOException if it cannot be read
     */
    public byte[] binary(Path file, Manifest manifest) throws IOException {
        Path binary = file.resolveSibling(manifest.output().name());
        if (!Files.isRegularFile(binary)) {
            throw new VerificationException("the multivariant binary " + binary + ", which the manifest " + file
                    + " describes, does not exist. Put it beside the manifest, or run mewe:diversify again");
        }
        byte[] bytes = Files.readAllBytes(binary);
        String hash = Sha256.hex(bytes);
        if (!hash.equals(manifest.output().sha256())) {
            throw new VerificationException(binary + " does not match the manifest " + file + ": its SHA-256 is " + hash
                    + ", but the manifest has " + manifest.output().sha256()
                    + ". Run mewe:diversify again, or restore the file");
        }
        return bytes;
    }
}
