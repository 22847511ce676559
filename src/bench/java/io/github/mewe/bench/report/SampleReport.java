package io.github.mewe.bench.report;

import io.github.mewe.bench.Requests;
import io.github.mewe.engine.Diversifier;
import io.github.mewe.engine.FileDiversifier;
import io.github.mewe.engine.OutputFiles;
import io.github.mewe.engine.Progress;
import io.github.mewe.engine.measurement.FileMeasurer;
import io.github.mewe.engine.measurement.MeasurementRequest;
import io.github.mewe.engine.measurement.Measurer;
import io.github.mewe.engine.profiling.Profiler;
import io.github.mewe.engine.reporting.Reporter;
import io.github.mewe.engine.verification.ConfiguredRuns;
import io.github.mewe.engine.verification.FileVerifier;
import io.github.mewe.engine.verification.VerificationProgress;
import io.github.mewe.engine.verification.VerificationRequest;
import io.github.mewe.engine.verification.Verifier;
import io.github.mewe.execution.RunPlan;
import io.github.mewe.link.RandomnessSource;
import io.github.mewe.profile.RecordedProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A report on a real binary, for tests and pictures. */
public final class SampleReport {
    private static final int TEXT_BYTES = 600_000;

    private final int threads = Runtime.getRuntime().availableProcessors();
    private final Path module;
    private final String name;
    private final Path directory;

    /**
     * A sample.
     *
     * @param module the module
     * @param name its name in the report
     * @param directory the directory for all files
     */
    public SampleReport(Path module, String name, Path directory) {
        this.module = module;
        this.name = name;
        this.directory = directory;
    }

    /** Diversifies the module with the defaults, and writes a report on it. */
    public Path diversified() throws IOException {
        return report(diversify(Optional.empty()));
    }

    /**
     * Records a profile of a WASI program, diversifies it with the defaults, verifies and measures it, and writes a
     * report on it.
     *
     * @param plans runs of it, of which the first is recorded
     */
    public Path complete(List<RunPlan> plans) throws IOException, InterruptedException {
        byte[] input = Files.readAllBytes(module);
        var profiler = new Profiler(directory);
        RecordedProfile profile = profiler.record(name, input, profiler.instrument(input), plans.get(0));
        Path manifest = diversify(Optional.of(profile));
        new FileVerifier(new Verifier(threads, directory))
                .verify(
                        manifest,
                        List.of(module),
                        new VerificationRequest(
                                VerificationRequest.INPUTS,
                                VerificationRequest.SEEDS,
                                VerificationRequest.EXPORT_INPUTS,
                                Duration.ofSeconds(VerificationRequest.SECONDS),
                                Optional.empty(),
                                ConfiguredRuns.of(plans.get(0))),
                        VerificationProgress.SILENT);
        new FileMeasurer(new Measurer(directory))
                .measure(
                        manifest,
                        List.of(module),
                        new MeasurementRequest(
                                plans,
                                MeasurementRequest.RUNS,
                                new MeasurementRequest.Timing(
                                        MeasurementRequest.TIME_RUNS,
                                        Duration.ofSeconds(MeasurementRequest.TIME_SECONDS)),
                                Optional.of("node"),
                                true,
                                Optional.of(profile)),
                        System.out::println);
        return report(manifest);
    }

    private Path diversify(Optional<RecordedProfile> profile) throws IOException {
        Files.createDirectories(directory);
        Path input = directory.resolve(name + ".wasm");
        Files.write(input, Files.readAllBytes(module));
        var request = Requests.defaults(RandomnessSource.AUTO).withProfile(profile);
        OutputFiles output = OutputFiles.in(directory, name + ".wasm", "diversified");
        new FileDiversifier(new Diversifier(threads, directory)).diversify(input, output, request, Progress.SILENT);
        return output.manifest();
    }

    private Path report(Path manifest) throws IOException {
        return new Reporter(directory)
                .report(manifest, directory, TEXT_BYTES)
                .get(0)
                .file();
    }
}
