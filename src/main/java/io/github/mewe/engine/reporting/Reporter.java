package io.github.mewe.engine.reporting;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.common.AtomicFile;
import io.github.mewe.common.Sha256;
import io.github.mewe.engine.EnvironmentException;
import io.github.mewe.engine.ManifestFiles;
import io.github.mewe.engine.MultivariantModule;
import io.github.mewe.engine.ReportException;
import io.github.mewe.engine.VerificationException;
import io.github.mewe.report.CompanionDocument;
import io.github.mewe.report.Manifest;
import io.github.mewe.report.Measurement;
import io.github.mewe.report.Verification;
import io.github.mewe.report.html.BodyTexts;
import io.github.mewe.report.html.CallGraph;
import io.github.mewe.report.html.ReportContent;
import io.github.mewe.report.html.ReportFiles;
import io.github.mewe.report.html.ReportWriter;
import io.github.mewe.wasm.MalformedModuleException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes reports on multivariant binaries from their manifests, verifications and measurements. */
public final class Reporter {
    private final ManifestFiles manifests = new ManifestFiles();
    private final ReportWriter writer = new ReportWriter();

    /**
     * Creates a reporter.
     *
     * @param workDirectory where to unpack the native library if the temporary directory is unusable
     * @throws EnvironmentException if the native library cannot be loaded
     */
    public Reporter(Path workDirectory) {
        try {
            BinaryenModule.loadNativeLibrary(workDirectory);
        } catch (RuntimeException e) {
            throw new EnvironmentException(e.getMessage(), e);
        }
    }

    /**
     * A written report.
     *
     * @param file the HTML document
     * @param manifest the manifest of the binary
     * @param bytes the size of the document
     * @param notes the reasons for missing parts
     */
    public record Written(Path file, Manifest manifest, long bytes, List<String> notes) {
        /** Copies the list. */
        public Written {
            notes = List.copyOf(notes);
        }
    }

    /**
     * Writes a report, or one for each diversified core module if the binary is a component.
     *
     * @param manifestFile the manifest, in the same directory as the other files
     * @param directory the directory of the report
     * @param textBytes the maximum size of the functions' texts, compressed
     * @throws ReportException if there is no manifest or the binary does not match it
     * @throws IOException if a file cannot be read or written
     */
    public List<Written> report(Path manifestFile, Path directory, int textBytes) throws IOException {
        Manifest manifest = read(manifestFile);
        Path file = ReportFiles.beside(manifestFile, manifest).binary();
        Optional<byte[]> binary = binary(file, manifest);
        var reports = new ArrayList<Written>();
        for (Subject subject : subjects(manifest, binary)) {
            reports.add(report(subject, manifestFile, directory, textBytes));
        }
        return reports;
    }

    /**
     * A module to report on.
     *
     * @param binary the module; empty if its file is missing
     */
    private record Subject(Manifest manifest, Optional<byte[]> binary) {}

    private static List<Subject> subjects(Manifest manifest, Optional<byte[]> binary) {
        if (manifest.coreModules() == null) {
            return List.of(new Subject(manifest, binary));
        }
        if (binary.isEmpty()) {
            return manifest.coreModules().stream()
                    .filter(module -> module.manifest() != null)
                    .map(module -> new Subject(module.manifest(), binary))
                    .toList();
        }
        return MultivariantModule.coreModules(binary.get(), manifest).stream()
                .map(module -> new Subject(module.manifest(), Optional.of(module.binary())))
                .toList();
    }

    private Written report(Subject subject, Path manifestFile, Path directory, int textBytes) throws IOException {
        Manifest manifest = subject.manifest();
        ReportFiles files = ReportFiles.beside(manifestFile, manifest);
        CompanionDocument<Verification> verification = CompanionDocument.verification(files.verification(), manifest);
        CompanionDocument<Measurement> measurement = CompanionDocument.measurement(files.measurement(), manifest);
        var notes = new ArrayList<String>();
        verification.problem().ifPresent(notes::add);
        measurement.problem().ifPresent(notes::add);
        Code code = code(files.binary(), subject, textBytes, notes);
        String document = writer.write(new ReportContent(
                manifest, code.calls(), verification.value(), measurement.value(), code.texts(), textBytes, notes));
        Path report = directory.resolve(ReportFiles.reportName(manifest));
        byte[] bytes = document.getBytes(StandardCharsets.UTF_8);
        AtomicFile.write(report, bytes);
        return new Written(report, manifest, bytes.length, notes);
    }

    private Manifest read(Path file) throws IOException {
        try {
            return manifests.read(file);
        } catch (VerificationException e) {
            throw new ReportException(e.getMessage(), e);
        }
    }

    /** The parts of the report that need the binary. */
    private record Code(Optional<CallGraph> calls, List<BodyTexts> texts) {}

    private static Optional<byte[]> binary(Path file, Manifest manifest) throws IOException {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        byte[] binary = Files.readAllBytes(file);
        if (!Sha256.hex(binary).equals(manifest.output().sha256())) {
            throw new ReportException(file + " does not match its manifest. Run the goal mewe:diversify again", null);
        }
        return Optional.of(binary);
    }

    private static Code code(Path file, Subject subject, int textBytes, List<String> notes) {
        if (subject.binary().isEmpty()) {
            notes.add(file.getFileName()
                    + " is not beside the manifest, so the report has no call graph and no texts of functions");
            return new Code(Optional.empty(), List.of());
        }
        try (BinaryenModule module = BinaryenModule.open(subject.binary().get())) {
            return new Code(
                    Optional.of(new CallGraphReader(module, subject.manifest()).read()),
                    new TextSelection(module, subject.manifest()).within(textBytes));
        } catch (MalformedModuleException e) {
            throw new ReportException(file + ": " + e.getMessage(), e);
        }
    }
}
