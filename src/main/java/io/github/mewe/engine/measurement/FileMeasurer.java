package io.github.mewe.engine.measurement;

import io.github.mewe.common.AtomicFile;
import io.github.mewe.engine.DiversificationException;
import io.github.mewe.engine.ManifestFiles;
import io.github.mewe.engine.OriginalSearch;
import io.github.mewe.engine.VerificationException;
import io.github.mewe.report.Manifest;
import io.github.mewe.report.Measurement;
import io.github.mewe.report.MeasurementFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Measures files: finds what a manifest is about, and writes the measurement beside the manifest. */
public final class FileMeasurer {
    private final Measurer measurer;
    private final ManifestFiles manifests = new ManifestFiles();

    /**
     * A measurer of files.
     *
     * @param measurer does the work
     */
    public FileMeasurer(Measurer measurer) {
        this.measurer = measurer;
    }

    /**
     * What was done for a manifest.
     *
     * @param measurement what came of it
     * @param report the file that says it
     */
    public record Outcome(Measurement measurement, Path report) {}

    /**
     * The name of the profile's module that a binary was made with, if it was made with one.
     *
     * @param manifest the binary's manifest
     * @throws VerificationException if the file is none
     * @throws IOException if it cannot be read
     */
    public Optional<String> profiled(Path manifest) throws IOException {
        Manifest read = manifests.read(manifest);
        return read.prediction().from().equals("profile")
                ? Optional.of(read.input().name())
                : Optional.empty();
    }

    /**
     * Measures the binary beside a manifest.
     *
     * @param file the manifest
     * @param originals where the original may be: files, and directories that it may be anywhere in
     * @param request what shall be measured
     * @param progress hears what is measured now
     * @throws VerificationException if the files are not those that the manifest is about
     * @throws DiversificationException if the binary cannot be read, or the request names what it has not
     * @throws IOException if a file cannot be read or written, or Node be run
     * @throws InterruptedException if the thread is interrupted while Node runs
     */
    public Outcome measure(Path file, List<Path> originals, MeasurementRequest request, Consumer<String> progress)
            throws IOException, InterruptedException {
        Manifest manifest = manifests.read(file);
        byte[] binary = manifests.binary(file, manifest);
        byte[] input = new OriginalSearch(manifest.input()).in(originals);
        Measurement measurement = measurer.measure(input, binary, manifest, request, progress);
        Path report = MeasurementFile.beside(file, manifest.output().name());
        AtomicFile.write(report, new MeasurementFile().format(measurement).getBytes(StandardCharsets.UTF_8));
        return new Outcome(measurement, report);
    }
}
