package io.github.mewe.bench.paper;

import com.google.gson.Gson;
import io.github.mewe.bench.ProjectFiles;
import io.github.mewe.bench.Requests;
import io.github.mewe.bench.Subprocess;
import io.github.mewe.bench.paper.PaperMeasurement.Times;
import io.github.mewe.engine.DiversificationResult;
import io.github.mewe.engine.Diversifier;
import io.github.mewe.engine.Progress;
import io.github.mewe.engine.measurement.MeasurementRequest;
import io.github.mewe.engine.measurement.Measurer;
import io.github.mewe.engine.verification.ConfiguredRuns;
import io.github.mewe.engine.verification.VerificationProgress;
import io.github.mewe.engine.verification.VerificationRequest;
import io.github.mewe.engine.verification.Verifier;
import io.github.mewe.link.RandomnessSource;
import io.github.mewe.profile.RecordedProfile;
import io.github.mewe.report.ManifestFile;
import io.github.mewe.report.Measurement;
import io.github.mewe.report.Verification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Repeats the evaluation of the paper on services like its own. */
@Command(
        name = "src/bench/paper/run.sh",
        mixinStandardHelpOptions = true,
        description = "Repeats the evaluation of the MEWE paper, and writes docs/results/paper.md. Fails if a reply is"
                + " wrong, if verification finds a divergence, or if a target is missed.")
final class PaperCommand implements Callable<Integer> {
    private static final int TIME_ROUNDS = 5;
    private static final String PROFILED = "-diversified";
    private static final String UNPROFILED = "-unprofiled";

    private final Path target = ProjectFiles.target();

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new PaperCommand()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        PaperService.build();
        var profiled = new ArrayList<PaperMeasurement>();
        var unprofiled = new ArrayList<PaperMeasurement>();
        for (PaperService service : PaperService.ALL) {
            profiled.add(measure(service, Optional.of(service.profile()), PROFILED));
            unprofiled.add(measure(service, Optional.empty(), UNPROFILED));
        }
        new PaperPage(profiled, unprofiled).page().write(ProjectFiles.page("paper", true));
        PaperService.check(PROFILED);
        PaperService.check(UNPROFILED);
        List<PaperTarget> targets = PaperTarget.of(profiled, unprofiled);
        targets.forEach(target -> System.out.println(target.text()));
        boolean divergent = profiled.stream().anyMatch(measured -> measured.divergences() > 0);
        return divergent || targets.stream().anyMatch(target -> !target.met()) ? 1 : 0;
    }

    private PaperMeasurement measure(PaperService service, Optional<RecordedProfile> profile, String suffix)
            throws IOException, InterruptedException {
        byte[] input = Files.readAllBytes(service.binary());
        Path file = PaperService.directory().resolve(service.id() + suffix + ".wasm");
        var made = new Diversifier(2, target)
                .diversify(
                        service.id() + ".wasm",
                        input,
                        file.getFileName().toString(),
                        Requests.defaults(RandomnessSource.EXPORT).withProfile(profile),
                        Progress.SILENT);
        Files.write(file, made.binary());
        Files.writeString(
                file.resolveSibling(file.getFileName() + ".json"), new ManifestFile().format(made.manifest()));
        // The targets are for binaries made with a profile: only these are verified.
        Optional<Verification> verification =
                profile.isPresent() ? Optional.of(verify(service, input, made)) : Optional.empty();
        Measurement measurement = new Measurer(target)
                .measure(
                        input,
                        made.binary(),
                        made.manifest(),
                        new MeasurementRequest(
                                List.of(service.plan()),
                                MeasurementRequest.RUNS,
                                new MeasurementRequest.Timing(0, Duration.ofSeconds(MeasurementRequest.TIME_SECONDS)),
                                Optional.of("node"),
                                profile.isPresent(),
                                profile),
                        line -> {});
        Times[] times = times(service, file);
        var measured = new PaperMeasurement(service, made.manifest(), verification, measurement, times[0], times[1]);
        System.out.println(file.getFileName() + ": R " + measured.traces().uniqueRatio() + ", E over its ceiling "
                + measured.ofCeiling() + ", slow-down " + measured.slowDown() + ", divergences "
                + measured.divergences());
        return measured;
    }

    private Verification verify(PaperService service, byte[] input, DiversificationResult made) throws IOException {
        var request = new VerificationRequest(
                VerificationRequest.INPUTS,
                VerificationRequest.SEEDS,
                VerificationRequest.EXPORT_INPUTS,
                Duration.ofSeconds(VerificationRequest.SECONDS),
                Optional.empty(),
                ConfiguredRuns.of(service.plan()));
        return new Verifier(2, target)
                .verify(input, made.binary(), made.manifest(), request, VerificationProgress.SILENT)
                .verification();
    }

    private static Times[] times(PaperService service, Path file) throws IOException, InterruptedException {
        return new Gson()
                .fromJson(
                        Subprocess.output(List.of(
                                "node",
                                "--no-warnings",
                                ProjectFiles.script("paper/times.mjs").toString(),
                                String.valueOf(TIME_ROUNDS),
                                service.request().toString(),
                                service.binary().toString(),
                                file.toString())),
                        Times[].class);
    }
}
