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

/** Manifests, and the multivariant binaries beside them, as files. */
public final class ManifestFiles {
    private final ManifestFile manifests = new ManifestFile();

    /**
     * The manifests in a directory, in the order of their paths.
     *
     * @throws IOException if they cannot be read
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

    /** Other JSON files may have a schema version too. */
    private static boolean isWhole(Manifest manifest) {
        return manifest.input() != null && manifest.output() != null && manifest.functions() != null;
    }

    /**
     * Reads a manifest.
     *
     * @throws VerificationException if the file is none, or was changed
     * @throws IOException if it cannot be read
     */
    public Manifest read(Path file) throws IOException {
        Manifest manifest = manifests
                .read(file)
                .filter(ManifestFiles::isWhole)
                .orElseThrow(() -> new VerificationException(
                        file + " is no manifest of this plugin's version. The goal mewe:diversify makes it, as"
                                + " NAME-diversified.json: run it again, or name another file with <manifest>"
                                + " (mewe.manifest)"));
        if (!manifests.isIntact(file)) {
            throw new VerificationException("the manifest " + file + " was changed after mewe:diversify had made it:"
                    + " the SHA-256 in its last line is not that of the lines before. Run mewe:diversify again, or put"
                    + " the right file there");
        }
        return manifest;
    }

    /**
     * Reads the binary beside a manifest.
     *
     * @param file the manifest's file
     * @param manifest what is in it
     * @throws VerificationException if it is not there, or another than the manifest is about
     * @throws IOException if it cannot be read
     */
    public byte[] binary(Path file, Manifest manifest) throws IOException {
        Path binary = file.resolveSibling(manifest.output().name());
        if (!Files.isRegularFile(binary)) {
            throw new VerificationException("the multivariant binary " + binary + " that the manifest " + file
                    + " is about does not exist. Put it beside the manifest, or run mewe:diversify again");
        }
        byte[] bytes = Files.readAllBytes(binary);
        String hash = Sha256.hex(bytes);
        if (!hash.equals(manifest.output().sha256())) {
            throw new VerificationException(binary + " is not the binary that the manifest " + file
                    + " is about: its SHA-256 is " + hash + ", and the manifest says "
                    + manifest.output().sha256()
                    + ". It was changed after mewe:diversify had made it: run that again, or put the right file there");
        }
        return bytes;
    }
}
