package io.github.mewe.engine.reporting;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.common.AtomicFile;
import io.github.mewe.common.Sha256;
import io.github.mewe.engine.EnvironmentException;
import io.github.mewe.engine.ManifestFiles;
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

/** Writes reports on multivariant binaries, from their manifests and what else is known of them. */
public final class Reporter {
    private final ManifestFiles manifests = new ManifestFiles();
    private final ReportWriter writer = new ReportWriter();

    /**
     * A reporter.
     *
     * @param workDirectory where the native library may be unpacked if no other directory will do
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
     * A report that was written.
     *
     * @param file the HTML document
     * @param manifest the manifest of what it is about
     * @param bytes its size
     * @param notes what the reader should know about parts that are missing
     */
    public record Written(Path file, Manifest manifest, long bytes, List<String> notes) {
        /** Copies the list. */
        public Written {
            notes = List.copyOf(notes);
        }
    }

    /**
     * Writes a report.
     *
     * @param manifestFile the manifest, beside which the rest lies
     * @param directory where the report goes
     * @param textBytes how many bytes the texts of functions may take in it, compressed
     * @throws ReportException if there is no manifest, or the binary is not the one that it speaks of
     * @throws IOException if a file cannot be read or written
     */
    public Written report(Path manifestFile, Path directory, int textBytes) throws IOException {
        Manifest manifest = read(manifestFile);
        ReportFiles files = ReportFiles.beside(manifestFile, manifest);
        CompanionDocument<Verification> verification = CompanionDocument.verification(files.verification(), manifest);
        CompanionDocument<Measurement> measurement = CompanionDocument.measurement(files.measurement(), manifest);
        var notes = new ArrayList<String>();
        verification.problem().ifPresent(notes::add);
        measurement.problem().ifPresent(notes::add);
        Code code = code(files.binary(), manifest, textBytes, notes);
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

    /** What only the binary itself tells. */
    private record Code(Optional<CallGraph> calls, List<BodyTexts> texts) {}

    private static Code code(Path file, Manifest manifest, int textBytes, List<String> notes) throws IOException {
        if (!Files.isRegularFile(file)) {
            notes.add(file.getFileName() + " is not beside the manifest, so that there is no call graph and no text of"
                    + " functions");
            return new Code(Optional.empty(), List.of());
        }
        byte[] binary = Files.readAllBytes(file);
        if (!Sha256.hex(binary).equals(manifest.output().sha256())) {
            throw new ReportException(
                    file + " is another build than its manifest speaks of. Run the goal mewe:diversify again", null);
        }
        try (BinaryenModule module = BinaryenModule.open(binary)) {
            return new Code(
                    Optional.of(new CallGraphReader(module, manifest).read()),
                    new TextSelection(module, manifest).within(textBytes));
        } catch (MalformedModuleException e) {
            throw new ReportException(file + ": " + e.getMessage(), e);
        }
    }
}
