package io.github.mewe.bench.isolation;

import io.github.mewe.bench.ProjectFiles;
import io.github.mewe.bench.Requests;
import io.github.mewe.engine.DiversificationResult;
import io.github.mewe.engine.Diversifier;
import io.github.mewe.engine.Progress;
import io.github.mewe.equivalence.isolation.IsolatedComparison;
import io.github.mewe.equivalence.isolation.IsolatedDivergence;
import io.github.mewe.equivalence.isolation.IsolatedVariant;
import io.github.mewe.equivalence.isolation.IsolationSettings;
import io.github.mewe.fixture.RealModules;
import io.github.mewe.link.RandomnessSource;
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
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Diversifies modules and executes all their variants beside the originals. */
@Command(
        name = "src/bench/isolation/run.sh",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "Diversifies modules, executes every variant beside its original, and prints the outcome.")
final class IsolationCommand implements Callable<Integer> {
    private static final double MAX_GROWTH = 30;
    private static final Duration LIMIT = Duration.ofMinutes(10);

    @Option(names = "--modules", split = ",", defaultValue = "libsodium", description = "Modules of src/test/corpus.")
    private List<String> modules;

    @Option(names = "--variants", defaultValue = "4", description = "Variants per function.")
    private int variants;

    @Option(names = "--threads", defaultValue = "2", description = "The number of threads.")
    private int threads;

    @Option(names = "--inputs", description = "Inputs per variant.")
    private int inputs = IsolationSettings.INPUTS;

    @Option(names = "--fuel", description = "The least number of loop rounds and function entries per run.")
    private int fuel = IsolationSettings.FUEL;

    @Option(names = "--seed", defaultValue = "1", description = "The seed of the inputs.")
    private long seed;

    private final Path directory = ProjectFiles.target().resolve("isolation");

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new IsolationCommand()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        RealModules.fetch(modules);
        Files.createDirectories(directory);
        for (String module : modules) {
            execute(module);
        }
        return 0;
    }

    private void execute(String module) throws IOException {
        byte[] input = RealModules.read(module);
        String name = module + "-" + variants;
        DiversificationResult made = new Diversifier(threads, ProjectFiles.target())
                .diversify(
                        name,
                        input,
                        name,
                        Requests.withBudget(
                                new VariantBudget(variants, MAX_GROWTH, 1.3, Optional.empty()), RandomnessSource.AUTO),
                        Progress.SILENT);
        var settings = new IsolationSettings(inputs, seed, threads, fuel, Optional.of(LIMIT), done -> {});
        long start = System.nanoTime();
        List<IsolatedVariant> results = new IsolatedComparison(input, made.binary(), made.manifest(), settings).run();
        print(System.out, name, results, (System.nanoTime() - start) / 1e9);
        for (IsolatedVariant result : results) {
            if (result.divergence().isPresent()) {
                IsolatedDivergence divergence = result.divergence().get();
                Files.writeString(directory.resolve(divergence.name() + ".wat"), divergence.wat());
                Files.writeString(directory.resolve(divergence.name() + ".json"), divergence.json());
                System.out.println("  DIVERGENT " + divergence.divergence());
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
