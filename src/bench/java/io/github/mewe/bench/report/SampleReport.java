package io.github.mewe.bench.report;

import io.github.mewe.engine.DiversificationRequest;
import io.github.mewe.engine.Diversifier;
import io.github.mewe.engine.FileDiversifier;
import io.github.mewe.engine.NameFilter;
import io.github.mewe.engine.OutputFiles;
import io.github.mewe.engine.Progress;
import io.github.mewe.engine.measurement.FileMeasurer;
import io.github.mewe.engine.measurement.MeasurementRequest;
import io.github.mewe.engine.measurement.Measurer;
import io.github.mewe.engine.profiling.Profiler;
import io.github.mewe.engine.reporting.Reporter;
import io.github.mewe.engine.verification.FileVerifier;
import io.github.mewe.engine.verification.VerificationProgress;
import io.github.mewe.engine.verification.VerificationRequest;
import io.github.mewe.engine.verification.Verifier;
import io.github.mewe.execution.ProgramInput;
import io.github.mewe.execution.RunPlan;
import io.github.mewe.link.RandomnessSource;
import io.github.mewe.profile.RecordedProfile;
import io.github.mewe.variant.VariantBudget;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reports on real binaries, for tests and for pictures. */
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
     * @param name what it is called
     * @param directory where everything goes
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
                                plans.get(0)),
                        VerificationProgress.SILENT);
        new FileMeasurer(new Measurer(directory))
                .measure(
                        manifest,
                        List.of(module),
                        new MeasurementRequest(
                                plans,
                                MeasurementRequest.RUNS,
                                MeasurementRequest.TIME_RUNS,
                                Duration.ofSeconds(MeasurementRequest.TIME_SECONDS),
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
        var request = new DiversificationRequest(
                        new VariantBudget(4, 8, 1.3, Optional.empty()),
                        Optional.empty(),
                        NameFilter.all(),
                        List.of(),
                        RandomnessSource.AUTO)
                .withProfile(profile);
        OutputFiles output = OutputFiles.in(directory, name + ".wasm", "diversified");
        new FileDiversifier(new Diversifier(threads, directory)).diversify(input, output, request, Progress.SILENT);
        return output.manifest();
    }

    private Path report(Path manifest) throws IOException {
        return new Reporter(directory).report(manifest, directory, TEXT_BYTES).file();
    }

    /**
     * Writes a complete report on a WASI program: {@code MODULE NAME DIRECTORY STDIN [ARGUMENT...] [-- ARGUMENT...]},
     * with the arguments of each run. Without arguments, a report on any module, diversified alone: {@code MODULE NAME
     * DIRECTORY}.
     *
     * @param arguments the module, its name, where everything goes, and the runs
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        var sample = new SampleReport(Path.of(arguments[0]), arguments[1], Path.of(arguments[2]));
        if (arguments.length == 3) {
            System.out.println(sample.diversified());
            return;
        }
        byte[] stdin = arguments[3].getBytes(StandardCharsets.UTF_8);
        var plans = new ArrayList<RunPlan>();
        var run = new ArrayList<String>();
        for (String argument : Arrays.asList(arguments).subList(4, arguments.length)) {
            if (argument.equals("--")) {
                plans.add(plan(run, stdin));
                run.clear();
            } else {
                run.add(argument);
            }
        }
        plans.add(plan(run, stdin));
        System.out.println(sample.complete(plans));
    }

    private static RunPlan plan(List<String> arguments, byte[] stdin) {
        return new RunPlan(Optional.of(new ProgramInput(arguments, stdin, Map.of())), List.of());
    }
}
