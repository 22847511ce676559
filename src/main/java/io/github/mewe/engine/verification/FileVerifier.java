package io.github.mewe.engine.verification;

import io.github.mewe.common.AtomicFile;
import io.github.mewe.engine.ComponentPlans;
import io.github.mewe.engine.ManifestFiles;
import io.github.mewe.engine.MultivariantModule;
import io.github.mewe.engine.OriginalSearch;
import io.github.mewe.engine.VerificationException;
import io.github.mewe.execution.RunPlan;
import io.github.mewe.report.Manifest;
import io.github.mewe.report.Verification;
import io.github.mewe.report.VerificationFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.io.FileUtils;

/** Verifies the binary that a manifest describes, and writes the report beside the manifest. */
public final class FileVerifier {
    private final Verifier verifier;
    private final ManifestFiles manifests = new ManifestFiles();
    private final VerificationFile reports = new VerificationFile();

    /** Verifies with a verifier. */
    public FileVerifier(Verifier verifier) {
        this.verifier = verifier;
    }

    /**
     * A verification and its report.
     *
     * @param report the file that holds the verification
     */
    public record Outcome(Verification verification, Path report) {}

    /**
     * Verifies the binary beside a manifest, or each diversified core module if it is a component.
     *
     * @param file the manifest
     * @param originals the files, and the directories with their subdirectories, among which the original is
     * @throws VerificationException if a file is not the one that the manifest describes, or a configured run is not
     *     possible with it
     * @throws IOException if a file cannot be read or written
     */
    public List<Outcome> verify(
            Path file, List<Path> originals, VerificationRequest request, VerificationProgress progress)
            throws IOException {
        Manifest manifest = manifests.read(file);
        byte[] binary = manifests.binary(file, manifest);
        byte[] input = new OriginalSearch(manifest.input()).in(originals);
        List<MultivariantModule> modules = MultivariantModule.of(input, binary, manifest);
        RunPlan plan = request.runs().plan();
        ComponentPlans.check(modules, List.of(plan));
        var outcomes = new ArrayList<Outcome>();
        for (MultivariantModule module : modules) {
            var runs = new ConfiguredRuns(
                    ComponentPlans.of(module, plan), request.runs().driver());
            outcomes.add(verify(file, module, request.forModule(runs, modules.size()), progress));
        }
        return outcomes;
    }

    private Outcome verify(
            Path file, MultivariantModule module, VerificationRequest request, VerificationProgress progress)
            throws IOException {
        Manifest manifest = module.manifest();
        Verifier.Result result = verifier.verify(module, request, progress);
        // Test cases of an earlier verification must not be mistaken for those of this one.
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
