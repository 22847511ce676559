package io.github.mewe.bench.overhead;

import io.github.mewe.bench.WorkloadTimes;
import io.github.mewe.engine.DiversificationRequest;
import io.github.mewe.engine.DiversificationResult;
import io.github.mewe.engine.Diversifier;
import io.github.mewe.engine.GranularityChoice;
import io.github.mewe.engine.NameFilter;
import io.github.mewe.engine.Progress;
import io.github.mewe.engine.profiling.Profiler;
import io.github.mewe.link.Granularity;
import io.github.mewe.link.RandomnessSource;
import io.github.mewe.profile.RecordedProfile;
import io.github.mewe.report.Manifest;
import io.github.mewe.variant.VariantBudget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Measures what multivariant binaries cost to run; {@code src/bench/overhead/run.sh} says how to call it. */
final class OverheadCommand {
    private static final List<String> MODULES = List.of("sqlite", "libsodium", "resvg", "gofmt", "brotli", "qr");
    private static final int ROUNDS = 5;
    private static final int SECONDS = 1;

    private final Path base = Path.of(System.getProperty("project.basedir", "."));
    private final Path corpus = Path.of(System.getProperty(
            "mewe.corpus", base.resolve("target/real-modules").toString()));
    private final StringBuilder report = new StringBuilder();

    private final int rounds;

    private OverheadCommand(int rounds) {
        this.rounds = rounds;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        List<String> modules = MODULES;
        int rounds = ROUNDS;
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            switch (arguments[i]) {
                case "--modules" -> modules = List.of(arguments[i + 1].split(","));
                case "--rounds" -> rounds = Integer.parseInt(arguments[i + 1]);
                default -> throw new IllegalArgumentException("unknown option " + arguments[i]);
            }
        }
        var command = new OverheadCommand(rounds);
        command.run(modules);
        boolean isWhole = modules.equals(MODULES);
        Path file = command.base.resolve(isWhole ? "docs/results/overhead.md" : "target/overhead.md");
        Files.writeString(file, command.report);
    }

    /** The ways of diversifying that are compared. */
    private static Map<String, DiversificationRequest> ways(RecordedProfile profile) {
        var ways = new LinkedHashMap<String, DiversificationRequest>();
        ways.put("with a profile", request(Optional.empty()).withProfile(Optional.of(profile)));
        ways.put("without a profile", request(Optional.empty()));
        ways.put("all at each call", request(Optional.of(Granularity.CALL)));
        return ways;
    }

    private static DiversificationRequest request(Optional<Granularity> granularity) {
        return new DiversificationRequest(
                new VariantBudget(4, 8, 1.3, Optional.empty()),
                Optional.empty(),
                NameFilter.all(),
                List.of(),
                RandomnessSource.EXPORT,
                DiversificationRequest.MAX_OVERHEAD,
                new GranularityChoice(granularity, List.of()),
                Optional.empty());
    }

    private void run(List<String> modules) throws IOException, InterruptedException {
        line("# What multivariant binaries cost to run");
        line("");
        line(
                "Made by `bash src/bench/overhead/run.sh`, whose head says how it is measured: running time over the original's,"
                        + " with the default budget (`maxOverhead` " + DiversificationRequest.MAX_OVERHEAD
                        + "). The last three"
                        + " columns count functions by when their direct calls choose a body.");
        line("");
        line("| module | way | predicted | measured | at each call | once an instance | bound |");
        line("| --- | --- | ---: | ---: | ---: | ---: | ---: |");
        Map<String, List<Double>> measured = new LinkedHashMap<>();
        for (String module : modules) {
            measure(module, measured);
        }
        line("");
        measured.forEach((way, ratios) -> line(String.format(
                Locale.ROOT,
                "- %s: geometric mean %.3f, at most %.3f",
                way,
                Math.exp(ratios.stream().mapToDouble(Math::log).average().orElseThrow()),
                Collections.max(ratios))));
    }

    private void measure(String module, Map<String, List<Double>> measured) throws IOException, InterruptedException {
        byte[] input = Files.readAllBytes(corpus.resolve(module).resolve("module.wasm"));
        var candidates = new ArrayList<Path>();
        var manifests = new ArrayList<Manifest>();
        Path directory = Files.createTempDirectory("mewe-overhead");
        Map<String, DiversificationRequest> ways = ways(profile(module, input, directory));
        for (DiversificationRequest request : ways.values()) {
            DiversificationResult result = new Diversifier(
                            Runtime.getRuntime().availableProcessors(), base.resolve("target"))
                    .diversify("module.wasm", input, "diversified.wasm", request, Progress.SILENT);
            manifests.add(result.manifest());
            candidates.add(Files.write(directory.resolve(candidates.size() + ".wasm"), result.binary()));
        }
        List<Double> ratios = new WorkloadTimes(base, corpus, rounds, SECONDS).ratios("node", module, true, candidates);
        int i = 0;
        for (String way : ways.keySet()) {
            line(row(module, way, manifests.get(i), ratios.get(i)));
            measured.computeIfAbsent(way, w -> new ArrayList<>()).add(ratios.get(i));
            Files.delete(candidates.get(i++));
        }
        Files.delete(directory);
    }

    private RecordedProfile profile(String module, byte[] input, Path directory)
            throws IOException, InterruptedException {
        var profiler = new Profiler(base.resolve("target"));
        Path instrumented = Files.write(directory.resolve("instrumented.wasm"), profiler.instrument(input));
        Path counts = directory.resolve("counts.json");
        Process process = new ProcessBuilder(
                        "node",
                        base.resolve("src/bench/overhead/profile.mjs").toString(),
                        corpus.toString(),
                        module,
                        instrumented.toString(),
                        counts.toString(),
                        String.valueOf(SECONDS))
                .inheritIO()
                .start();
        if (process.waitFor() != 0) {
            throw new IllegalStateException("the instrumented " + module + " fails");
        }
        RecordedProfile profile = profiler.convert("module.wasm", input, Files.readString(counts));
        Files.delete(instrumented);
        Files.delete(counts);
        return profile;
    }

    private static String row(String module, String way, Manifest manifest, double ratio) {
        return String.format(
                Locale.ROOT,
                "| %s | %s | %.3f | %.3f | %d | %d | %d |",
                module,
                way,
                manifest.prediction().overhead(),
                ratio,
                count(manifest, Granularity.CALL),
                count(manifest, Granularity.INSTANCE),
                count(manifest, Granularity.BOUND));
    }

    private static long count(Manifest manifest, Granularity granularity) {
        return manifest.functions().stream()
                .filter(function -> function.choice() != null
                        && function.choice().granularity().equals(granularity.configurationName()))
                .count();
    }

    private void line(String text) {
        report.append(text).append('\n');
        System.out.println(text);
    }
}
