package io.github.mewe.bench.paper;

import com.google.gson.Gson;
import io.github.mewe.engine.DiversificationRequest;
import io.github.mewe.engine.DiversificationResult;
import io.github.mewe.engine.Diversifier;
import io.github.mewe.engine.NameFilter;
import io.github.mewe.engine.Progress;
import io.github.mewe.engine.measurement.MeasurementRequest;
import io.github.mewe.engine.measurement.Measurer;
import io.github.mewe.engine.profiling.Profiler;
import io.github.mewe.engine.verification.VerificationProgress;
import io.github.mewe.engine.verification.VerificationRequest;
import io.github.mewe.engine.verification.Verifier;
import io.github.mewe.execution.ProgramInput;
import io.github.mewe.execution.RunPlan;
import io.github.mewe.link.RandomnessSource;
import io.github.mewe.profile.RecordedProfile;
import io.github.mewe.report.Manifest;
import io.github.mewe.report.ManifestFile;
import io.github.mewe.report.Measurement;
import io.github.mewe.report.Verification;
import io.github.mewe.variant.VariantBudget;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** Repeats the evaluation of the paper on services like its own; {@code src/bench/paper/run.sh} says how to call it. */
final class PaperCommand {
    private static final int SMALLEST = 10;
    private static final int TIME_ROUNDS = 5;

    /** What V8 takes: JSON of times.mjs. */
    private record Times(double request, double start) {}

    /** What was seen of a service, diversified one way. */
    private record Seen(
            PaperService service,
            Manifest manifest,
            Optional<Verification> verification,
            Measurement measurement,
            Times original,
            Times multivariant) {
        Measurement.Dynamics dynamics() {
            return measurement.dynamics().get(0);
        }

        long eligible(boolean diversified) {
            return manifest.functions().stream()
                    .filter(function -> function.instructions() >= SMALLEST)
                    .filter(function -> !diversified || !function.variants().isEmpty())
                    .count();
        }

        double slowDown() {
            return multivariant.request() / original.request();
        }

        double ofCeiling() {
            return dynamics().entropy() / dynamics().ceiling();
        }
    }

    private final Path base = Path.of(System.getProperty("project.basedir", "."));
    private final Path directory = base.resolve("target/paper");
    private final Path natives = base.resolve("target");
    private final StringBuilder page = new StringBuilder();

    public static void main(String[] arguments) throws IOException, InterruptedException {
        new PaperCommand().run();
    }

    private void run() throws IOException, InterruptedException {
        var profiled = new ArrayList<Seen>();
        var guessed = new ArrayList<Seen>();
        for (PaperService service : PaperService.ALL) {
            byte[] input = Files.readAllBytes(directory.resolve(service.id() + ".wasm"));
            byte[] request = Files.readAllBytes(directory.resolve(service.id() + ".request"));
            var plan = new RunPlan(Optional.of(new ProgramInput(List.of(), request, Map.of())), List.of());
            var profiler = new Profiler(natives);
            RecordedProfile profile = profiler.record(service.id() + ".wasm", input, profiler.instrument(input), plan);
            profiled.add(see(service, input, plan, Optional.of(profile), "-diversified"));
            guessed.add(see(service, input, plan, Optional.empty(), "-guessed"));
        }
        write(profiled, guessed);
        Path file = base.resolve("docs/results/paper.md");
        Files.writeString(file, page);
        System.out.println(file + " is written");
        judge(profiled);
    }

    private Seen see(PaperService service, byte[] input, RunPlan plan, Optional<RecordedProfile> profile, String suffix)
            throws IOException, InterruptedException {
        String name = service.id() + suffix;
        Path file = directory.resolve(name + ".wasm");
        var made = new Diversifier(2, natives)
                .diversify(
                        service.id() + ".wasm",
                        input,
                        file.getFileName().toString(),
                        request().withProfile(profile),
                        Progress.SILENT);
        Manifest manifest = made.manifest();
        Files.write(file, made.binary());
        Files.writeString(directory.resolve(name + ".wasm.json"), new ManifestFile().format(manifest));
        // The verified binaries are those that the targets are for.
        Optional<Verification> verification = profile.map(recorded -> verify(input, made, plan));
        Measurement measurement = new Measurer(natives)
                .measure(
                        input,
                        made.binary(),
                        manifest,
                        new MeasurementRequest(
                                List.of(plan),
                                MeasurementRequest.RUNS,
                                0,
                                Duration.ofSeconds(MeasurementRequest.TIME_SECONDS),
                                Optional.of("node"),
                                profile.isPresent(),
                                profile),
                        what -> {});
        Times[] times = times(service, file);
        var seen = new Seen(service, manifest, verification, measurement, times[0], times[1]);
        System.out.println(row(seen));
        return seen;
    }

    private Verification verify(byte[] input, DiversificationResult made, RunPlan plan) {
        var request = new VerificationRequest(
                VerificationRequest.INPUTS,
                VerificationRequest.SEEDS,
                VerificationRequest.EXPORT_INPUTS,
                Duration.ofSeconds(VerificationRequest.SECONDS),
                Optional.empty(),
                plan);
        return new Verifier(2, natives)
                .verify(input, made.binary(), made.manifest(), request, VerificationProgress.SILENT)
                .verification();
    }

    /** What is meant by default, but for the source of randomness: see the page. */
    private static DiversificationRequest request() {
        return new DiversificationRequest(
                new VariantBudget(4, 8, 1.3, Optional.empty()),
                Optional.empty(),
                NameFilter.all(),
                List.of(),
                RandomnessSource.EXPORT);
    }

    private Times[] times(PaperService service, Path file) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        "node",
                        "--no-warnings",
                        base.resolve("src/bench/paper/times.mjs").toString(),
                        String.valueOf(TIME_ROUNDS),
                        directory.resolve(service.id() + ".request").toString(),
                        directory.resolve(service.id() + ".wasm").toString(),
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException("times.mjs fails on " + file);
        }
        return new Gson().fromJson(output, Times[].class);
    }

    private void write(List<Seen> profiled, List<Seen> guessed) throws IOException {
        page.append(Files.readString(base.resolve("src/bench/paper/head.md")));
        line("");
        line("## Functions and variants");
        line("");
        line(
                "| service | functions | 10 instructions or more | of these diversified | diversified | variants | distinct in V8 | paths (bits) | the paper: functions | diversified | variants |");
        line("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        profiled.forEach(seen -> line(row(
                seen.service().name(),
                seen.manifest().totals().functions(),
                seen.eligible(false),
                percent(1.0 * seen.eligible(true) / seen.eligible(false)),
                seen.manifest().totals().diversified(),
                seen.manifest().totals().variants(),
                seen.measurement().statics().machineCode() == null
                        ? "-"
                        : seen.measurement().statics().machineCode().distinct(),
                number(seen.dynamics().pathBits(), 1),
                seen.service().functions(),
                seen.service().diversified(),
                seen.service().variants())));
        line("");
        line("## Traces");
        line("");
        line(
                "| service | runs | choices in a run | R | E | ceiling of E | E over its ceiling | without a profile: choices | R | E over its ceiling |");
        line("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        for (int i = 0; i < profiled.size(); i++) {
            Measurement.Dynamics runs = profiled.get(i).dynamics();
            Measurement.Dynamics other = guessed.get(i).dynamics();
            line(row(
                    profiled.get(i).service().name(),
                    runs.runs(),
                    number(runs.choices().mean(), 1),
                    number(runs.uniqueRatio(), 3),
                    number(runs.entropy(), 4),
                    number(runs.ceiling(), 4),
                    number(profiled.get(i).ofCeiling(), 4),
                    number(other.choices().mean(), 1),
                    number(other.uniqueRatio(), 3),
                    number(guessed.get(i).ofCeiling(), 4)));
        }
        line("");
        line("## Times");
        line("");
        line("Microseconds in V8, and the slow-down.");
        line("");
        line(
                "| service | request | multivariant | slow-down | start and request | multivariant | slow-down | without a profile: request | start | the paper: request | multivariant | slow-down |");
        line("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        for (int i = 0; i < profiled.size(); i++) {
            Seen seen = profiled.get(i);
            Seen other = guessed.get(i);
            PaperService paper = seen.service();
            line(row(
                    paper.name(),
                    number(seen.original().request(), 2),
                    number(seen.multivariant().request(), 2),
                    number(seen.slowDown(), 3),
                    number(seen.original().start(), 1),
                    number(seen.multivariant().start(), 1),
                    number(seen.multivariant().start() / seen.original().start(), 3),
                    number(other.slowDown(), 3),
                    number(other.multivariant().start() / other.original().start(), 3),
                    number(paper.before(), 0),
                    number(paper.after(), 0),
                    number(paper.after() / paper.before(), 1)));
        }
        line("");
        line("## Verification");
        line("");
        line("| service | variants | proved | executed | not executed | divergent | whole runs compared | divergent |");
        line("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        for (Seen seen : profiled) {
            Verification.Totals totals = seen.verification().orElseThrow().totals();
            line(row(
                    seen.service().name(),
                    totals.variants(),
                    totals.proved(),
                    totals.executed(),
                    totals.notExecuted(),
                    totals.divergent(),
                    runs(seen, "equal") + runs(seen, "divergent"),
                    runs(seen, "divergent")));
        }
        line("");
        line("## Targets");
        line("");
        targets(profiled).forEach(target -> line(target.text()));
    }

    private static long runs(Seen seen, String outcome) {
        return seen.verification().orElseThrow().runs().stream()
                .filter(run -> run.outcome().equals(outcome))
                .count();
    }

    private record Target(boolean met, String text) {}

    private static List<Target> targets(List<Seen> all) {
        return List.of(
                least(
                        all,
                        "functions of 10 instructions or more that are diversified",
                        0.9,
                        seen -> 1.0 * seen.eligible(true) / seen.eligible(false)),
                least(all, "R", 0.99, seen -> seen.dynamics().uniqueRatio()),
                least(all, "E over its ceiling", 0.95, Seen::ofCeiling),
                most(all, "slow-down of a request", 1.25, Seen::slowDown));
    }

    private static Target least(List<Seen> all, String what, double target, ToDoubleFunction<Seen> value) {
        double least = all.stream().mapToDouble(value).min().orElseThrow();
        return target(what + ": at least " + target, "the least", least, least >= target);
    }

    private static Target most(List<Seen> all, String what, double target, ToDoubleFunction<Seen> value) {
        double most = all.stream().mapToDouble(value).max().orElseThrow();
        return target(what + ": at most " + target, "the most", most, most <= target);
    }

    private static Target target(String what, String extreme, double value, boolean met) {
        return new Target(
                met, "- " + what + ". " + (met ? "Met" : "**Not met**") + ": " + extreme + " is " + number(value, 3));
    }

    private static void judge(List<Seen> seen) {
        boolean divergent = seen.stream().anyMatch(s -> divergences(s) > 0);
        targets(seen).forEach(target -> System.out.println(target.text()));
        if (divergent || targets(seen).stream().anyMatch(target -> !target.met())) {
            throw new IllegalStateException("not as it should be: see the page");
        }
    }

    private static int divergences(Seen seen) {
        return seen.verification()
                .map(Verification::divergences)
                .map(List::size)
                .orElse(0);
    }

    private static String row(Seen seen) {
        return row(
                seen.manifest().output().name(),
                "R",
                seen.dynamics().uniqueRatio(),
                "E",
                number(seen.ofCeiling(), 4),
                "slow-down",
                number(seen.slowDown(), 3),
                "start",
                number(seen.multivariant().start() / seen.original().start(), 3),
                "divergences",
                divergences(seen));
    }

    private static String row(Object... cells) {
        var row = new StringBuilder("|");
        for (Object cell : cells) {
            row.append(' ').append(cell).append(" |");
        }
        return row.toString();
    }

    private static String percent(double share) {
        return number(100 * share, 0) + " %";
    }

    private static String number(double value, int digits) {
        return String.format(Locale.ROOT, "%,." + digits + "f", value);
    }

    private void line(String text) {
        page.append(text).append('\n');
    }
}
