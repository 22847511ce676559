package io.github.mewe.engine.measurement;

import io.github.mewe.common.AtomicFile;
import io.github.mewe.engine.ComponentPlans;
import io.github.mewe.engine.DiversificationException;
import io.github.mewe.engine.ManifestFiles;
import io.github.mewe.engine.MultivariantModule;
import io.github.mewe.engine.OriginalSearch;
import io.github.mewe.engine.VerificationException;
import io.github.mewe.report.Manifest;
import io.github.mewe.report.Measurement;
import io.github.mewe.report.MeasurementFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Measures the binary beside a manifest, and writes the measurement into the same directory. */
public final class FileMeasurer {
    private final Measurer measurer;
    private final ManifestFiles manifests = new ManifestFiles();

    /**
     * Creates a measurer of files.
     *
     * @param measurer measures the binaries
     */
    public FileMeasurer(Measurer measurer) {
        this.measurer = measurer;
    }

    /**
     * The result for a manifest.
     *
     * @param measurement the measurement
     * @param report the file of the measurement
     */
    public record Outcome(Measurement measurement, Path report) {}

    /**
     * The name of the input module if the build of a binary used a profile; empty otherwise.
     *
     * @param manifest the binary's manifest
     * @throws VerificationException if the file is not a manifest
     * @throws IOException if the file cannot be read
     */
    public Optional<String> profiled(Path manifest) throws IOException {
        Manifest read = manifests.read(manifest);
        return read.prediction().from().equals("profile")
                ? Optional.of(read.input().name())
                : Optional.empty();
    }

    /**
     * Measures the binary beside a manifest, or each diversified core module if it is a component.
     *
     * @param file the manifest
     * @param originals files and directories to search for the original; directories are searched recursively
     * @param request the extent of the measurement
     * @param progress receives the name of each step
     * @throws VerificationException if the files do not match the manifest
     * @throws DiversificationException if the binary is malformed or lacks a requested export
     * @throws IOException if a file cannot be read or written, or Node cannot run
     * @throws InterruptedException if the thread is interrupted while Node runs
     */
    public List<Outcome> measure(Path file, List<Path> originals, MeasurementRequest request, Consumer<String> progress)
            throws IOException, InterruptedException {
        Manifest manifest = manifests.read(file);
        byte[] binary = manifests.binary(file, manifest);
        byte[] input = new OriginalSearch(manifest.input()).in(originals);
        List<MultivariantModule> modules = MultivariantModule.of(input, binary, manifest);
        ComponentPlans.check(modules, request.plans());
        var outcomes = new ArrayList<Outcome>();
        for (MultivariantModule module : modules) {
            outcomes.add(measure(file, module, request.with(ComponentPlans.of(module, request.plans())), progress));
        }
        return outcomes;
    }

    private Outcome measure(Path file, MultivariantModule module, MeasurementRequest request, Consumer<String> progress)
            throws IOException, InterruptedException {
        Manifest manifest = module.manifest();
        Measurement measurement = measurer.measure(module, request, progress);
        Path report = MeasurementFile.beside(file, manifest.output().name());
        AtomicFile.write(report, new MeasurementFile().format(measurement).getBytes(StandardCharsets.UTF_8));
        return new Outcome(measurement, report);
    }
}
