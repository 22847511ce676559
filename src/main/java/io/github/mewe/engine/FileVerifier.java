package io.github.mewe.engine;

import io.github.mewe.report.Manifest;
import io.github.mewe.report.ManifestFile;
import io.github.mewe.report.Verification;
import io.github.mewe.report.VerificationFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;

/** Verifies files: finds what a manifest is about, and writes what came of it beside the manifest. */
public final class FileVerifier {
    private final Verifier verifier;
    private final ManifestFile manifests = new ManifestFile();
    private final VerificationFile reports = new VerificationFile();

    /**
     * A verifier of files.
     *
     * @param verifier does the work
     */
    public FileVerifier(Verifier verifier) {
        this.verifier = verifier;
    }

    /**
     * What was done for a manifest.
     *
     * @param verification what came of it
     * @param report the file that says it
     */
    public record Outcome(Verification verification, Path report) {}

    /**
     * The manifests in a directory, in the order of their paths.
     *
     * @throws IOException if they cannot be read
     */
    public List<Path> manifestsIn(Path directory) throws IOException {
        var found = new ArrayList<Path>();
        if (Files.isDirectory(directory)) {
            try (Stream<Path> files = Files.walk(directory)) {
                List<Path> candidates = files.filter(
                                file -> file.getFileName().toString().endsWith(".json"))
                        .sorted()
                        .toList();
                for (Path candidate : candidates) {
                    if (manifests.read(candidate).filter(FileVerifier::isWhole).isPresent()) {
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
     * Verifies the binary beside a manifest.
     *
     * @param file the manifest
     * @param originals where the original may be: files, and directories that it may be anywhere in
     * @param request how much is verified
     * @param progress hears how far the work is
     * @throws VerificationException if the files are not those that the manifest is about, or a run cannot be made as
     *     asked
     * @throws IOException if a file cannot be read or written
     */
    public Outcome verify(Path file, List<Path> originals, VerificationRequest request, VerificationProgress progress)
            throws IOException {
        Manifest manifest = manifests
                .read(file)
                .filter(FileVerifier::isWhole)
                .orElseThrow(() -> new VerificationException(
                        file + " is no manifest of this plugin's version. The goal mewe:diversify makes it, as"
                                + " NAME-diversified.json: run it again, or name another file with <manifest>"
                                + " (mewe.manifest)"));
        byte[] binary = binary(file, manifest);
        byte[] input = new OriginalSearch(manifest.input()).in(originals);
        Verifier.Result result = verifier.verify(input, binary, manifest, request, progress);
        // Test cases of an earlier verification would be taken for this one's.
        FileUtils.deleteDirectory(
                file.resolveSibling(Verifier.directory(manifest)).toFile());
        for (Map.Entry<String, byte[]> testCase : result.testCases().entrySet()) {
            WholeFile.write(file.resolveSibling(testCase.getKey()), testCase.getValue());
        }
        Path report = file.resolveSibling(Verifier.stem(manifest) + VerificationFile.SUFFIX);
        WholeFile.write(report, Hashes.utf8(reports.format(result.verification())));
        return new Outcome(result.verification(), report);
    }

    private static byte[] binary(Path file, Manifest manifest) throws IOException {
        Path binary = file.resolveSibling(manifest.output().name());
        if (!Files.isRegularFile(binary)) {
            throw new VerificationException("the multivariant binary " + binary + " that the manifest " + file
                    + " is about does not exist. Put it beside the manifest, or run mewe:diversify again");
        }
        byte[] bytes = Files.readAllBytes(binary);
        String hash = Hashes.hex(Hashes.sha256(bytes));
        if (!hash.equals(manifest.output().sha256())) {
            throw new VerificationException(binary + " is not the binary that the manifest " + file
                    + " is about: its SHA-256 is " + hash + ", and the manifest says "
                    + manifest.output().sha256()
                    + ". It was changed after mewe:diversify had made it: run that again, or put the right file there");
        }
        return bytes;
    }
}
