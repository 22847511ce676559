package io.github.mewe.engine.verification;

import io.github.mewe.common.AtomicFile;
import io.github.mewe.engine.ManifestFiles;
import io.github.mewe.engine.OriginalSearch;
import io.github.mewe.engine.VerificationException;
import io.github.mewe.report.Manifest;
import io.github.mewe.report.Verification;
import io.github.mewe.report.VerificationFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.commons.io.FileUtils;

/** Verifies files: finds what a manifest is about, and writes what came of it beside the manifest. */
public final class FileVerifier {
    private final Verifier verifier;
    private final ManifestFiles manifests = new ManifestFiles();
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
        Manifest manifest = manifests.read(file);
        byte[] binary = manifests.binary(file, manifest);
        byte[] input = new OriginalSearch(manifest.input()).in(originals);
        Verifier.Result result = verifier.verify(input, binary, manifest, request, progress);
        // Test cases of an earlier verification would be taken for this one's.
        FileUtils.deleteDirectory(
                file.resolveSibling(Verifier.directory(manifest)).toFile());
        for (Map.Entry<String, byte[]> testCase : result.testCases().entrySet()) {
            AtomicFile.write(file.resolveSibling(testCase.getKey()), testCase.getValue());
        }
        Path report = file.resolveSibling(Verifier.stem(manifest) + VerificationFile.SUFFIX);
        AtomicFile.write(report, reports.format(result.verification()).getBytes(StandardCharsets.UTF_8));
        return new Outcome(result.verification(), report);
    }
}
