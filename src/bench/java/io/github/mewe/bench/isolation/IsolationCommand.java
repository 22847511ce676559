package io.github.mewe.bench.isolation;

import io.github.mewe.engine.DiversificationRequest;
import io.github.mewe.engine.DiversificationResult;
import io.github.mewe.engine.Diversifier;
import io.github.mewe.engine.NameFilter;
import io.github.mewe.engine.Progress;
import io.github.mewe.equivalence.isolation.IsolatedComparison;
import io.github.mewe.equivalence.isolation.IsolatedDivergence;
import io.github.mewe.equivalence.isolation.IsolatedVariant;
import io.github.mewe.equivalence.isolation.IsolationSettings;
import io.github.mewe.link.RandomnessSource;
import io.github.mewe.report.Manifest;
import io.github.mewe.report.ManifestFile;
import io.github.mewe.variant.VariantBudget;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Diversifies modules, executes all their variants, and prints what came of it.
 *
 * <p>Arguments: the directory for what is made, the variants of a function, the threads, the module files.
 */
public final class IsolationCommand {
    private IsolationCommand() {}

    /** Runs the command. */
    public static void main(String[] arguments) throws IOException {
        Path directory = Files.createDirectories(Path.of(arguments[0]));
        int variants = Integer.parseInt(arguments[1]);
        int threads = Integer.parseInt(arguments[2]);
        for (int i = 3; i < arguments.length; i++) {
            Path file = Path.of(arguments[i]);
            String name = file.getParent().getFileName() + "-" + variants;
            run(directory, name, Files.readAllBytes(file), variants, threads);
        }
    }

    private static void run(Path directory, String name, byte[] input, int variants, int threads) throws IOException {
        PrintStream out = System.out;
        Path binary = directory.resolve(name + ".wasm");
        Path manifestFile = directory.resolve(name + ".wasm.json");
        if (!Files.exists(manifestFile)) {
            var budget = new VariantBudget(variants, 30, 1.3, Optional.empty());
            var request = new DiversificationRequest(
                    budget,
                    Optional.empty(),
                    NameFilter.all(),
                    List.of(),
                    RandomnessSource.named("auto").get());
            DiversificationResult made =
                    new Diversifier(threads, directory).diversify("x", input, "y", request, Progress.SILENT);
            Files.write(binary, made.binary());
            Files.writeString(manifestFile, new ManifestFile().format(made.manifest()));
        }
        Manifest manifest = new ManifestFile().read(manifestFile).orElseThrow();
        var settings = new IsolationSettings(
                Integer.getInteger("inputs", IsolationSettings.INPUTS),
                Long.getLong("seed", 1),
                threads,
                Integer.getInteger("fuel", IsolationSettings.FUEL),
                Optional.of(Duration.ofMinutes(10)),
                done -> {});
        long start = System.nanoTime();
        List<IsolatedVariant> results =
                new IsolatedComparison(input, Files.readAllBytes(binary), manifest, settings).run();
        double seconds = (System.nanoTime() - start) / 1e9;
        print(out, name, results, seconds);
        for (IsolatedVariant result : results) {
            if (result.divergence().isPresent()) {
                IsolatedDivergence divergence = result.divergence().get();
                Files.writeString(directory.resolve(divergence.name() + ".wat"), divergence.wat());
                Files.writeString(directory.resolve(divergence.name() + ".json"), divergence.json());
                out.println("  DIVERGENT " + divergence.divergence());
            }
        }
    }

    private static void print(PrintStream out, String name, List<IsolatedVariant> results, double seconds) {
        Map<String, Integer> statuses = new TreeMap<>();
        Map<String, Integer> reasons = new TreeMap<>();
        long instructions = 0;
        long reached = 0;
        long inputs = 0;
        for (IsolatedVariant result : results) {
            statuses.merge(result.verdict().status(), 1, Integer::sum);
            instructions += result.instructions();
            reached += result.reached();
            inputs += result.verdict().inputs();
            if (result.verdict().reason() != null) {
                reasons.merge(
                        result.verdict().status() + ": " + result.verdict().reason(), 1, Integer::sum);
            }
        }
        out.printf(
                "%s: %d variants in %.1f s: %s; %.1f inputs each, %.1f %% of instructions reached%n",
                name,
                results.size(),
                seconds,
                statuses,
                (double) inputs / Math.max(1, results.size()),
                100.0 * reached / Math.max(1, instructions));
        reasons.forEach((reason, count) -> out.println("  " + count + " " + reason));
    }
}
