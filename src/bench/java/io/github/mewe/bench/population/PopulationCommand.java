package io.github.mewe.bench.population;

import io.github.mewe.engine.DiversificationRequest;
import io.github.mewe.engine.DiversificationResult;
import io.github.mewe.engine.Diversifier;
import io.github.mewe.engine.NameFilter;
import io.github.mewe.engine.Progress;
import io.github.mewe.link.RandomnessSource;
import io.github.mewe.report.Manifest;
import io.github.mewe.variant.VariantBudget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** Measures populations of real modules, and writes it down: see {@code src/bench/population/run.sh}. */
final class PopulationCommand {
    private static final List<String> MODULES = List.of("sqlite", "libsodium");
    private static final List<Integer> SIZES = List.of(1, 4);
    private static final int VARIANTS = 4;

    private final Path base = Path.of(System.getProperty("project.basedir"));
    private final StringBuilder report = new StringBuilder();

    private PopulationCommand() {}

    /**
     * The command.
     *
     * @param arguments none
     */
    public static void main(String[] arguments) throws IOException {
        new PopulationCommand().run();
    }

    private void run() throws IOException {
        line("# What populations take and share");
        line("");
        line("Made by `bash src/bench/population/run.sh`, whose head says how. Times depend on the machine and on"
                + " what else it did (" + Runtime.getRuntime().availableProcessors() + " processors), Java "
                + Runtime.version().feature() + ". " + VARIANTS + " variants of a function at most, as by default.");
        line("");
        line("*Disjoint* functions share no variant with any other binary, *shared* ones do; of the functions with"
                + " variants, in the binary that shares most. *Full* ones have all " + VARIANTS
                + " variants. *Distance*, *no body in common* and *same offset* are those of"
                + " [population.md](../guides/population.md), between the two binaries that are most alike in it.");
        for (String module : MODULES) {
            byte[] input = Files.readAllBytes(base.resolve("target/real-modules/" + module + "/module.wasm"));
            line("");
            line("## " + module);
            line("");
            line("| binaries | seconds | functions | with variants | full | disjoint | shared | code, times the input |"
                    + " distance | no body in common | same offset |");
            line("| ---: |" + " ---: |".repeat(10));
            for (int size : SIZES) {
                measure(input, size);
            }
        }
        Files.writeString(base.resolve("docs/results/population.md"), report);
    }

    private void measure(byte[] input, int size) {
        var request = new DiversificationRequest(
                        new VariantBudget(VARIANTS, 8, 1.3, Optional.empty()),
                        Optional.of("population"),
                        NameFilter.all(),
                        List.of(),
                        RandomnessSource.AUTO)
                .withPopulation(size);
        List<String> names =
                IntStream.rangeClosed(1, size).mapToObj(i -> i + ".wasm").toList();
        var diversifier = new Diversifier(Runtime.getRuntime().availableProcessors(), base.resolve("target"));
        long start = System.nanoTime();
        List<Manifest> manifests =
                diversifier.population("module.wasm", input, Optional.empty(), names, request, Progress.SILENT).stream()
                        .map(DiversificationResult::manifest)
                        .toList();
        double seconds = (System.nanoTime() - start) / 1e9;
        line(String.format(
                Locale.ROOT,
                "| %d | %.1f | %.0f | %.0f | %.0f | %s | %s | %.2f | %s | %s | %s |",
                size,
                seconds,
                least(manifests, m -> m.totals().functions()),
                least(manifests, m -> m.totals().diversified()),
                least(
                        manifests,
                        m -> m.functions().stream()
                                .filter(f -> f.variants().size() == VARIANTS)
                                .count()),
                size == 1
                        ? ""
                        : percent(least(
                                manifests,
                                m -> m.population().disjointFunctions()
                                        / (double) m.totals().diversified())),
                size == 1
                        ? ""
                        : percent(-least(
                                manifests,
                                m -> -m.population().sharedFunctions()
                                        / (double) m.totals().diversified())),
                -least(
                        manifests,
                        m -> -m.output().codeBytes() / (double) m.input().codeBytes()),
                size == 1
                        ? ""
                        : String.format(
                                Locale.ROOT, "%.3f", least(manifests, m -> distances(m, Manifest.Distance::variants))),
                size == 1 ? "" : percent(least(manifests, m -> distances(m, Manifest.Distance::disjoint))),
                size == 1 ? "" : percent(-least(manifests, m -> distances(m, d -> -d.sameOffset())))));
    }

    private static double distances(Manifest manifest, ToDoubleFunction<Manifest.Distance> figure) {
        return manifest.population().distances().stream()
                .mapToDouble(figure)
                .min()
                .orElseThrow();
    }

    private static double least(List<Manifest> manifests, ToDoubleFunction<Manifest> figure) {
        return manifests.stream().mapToDouble(figure).min().orElseThrow();
    }

    private static String percent(double share) {
        // Nothing is not less than nothing.
        return String.format(Locale.ROOT, "%.1f %%", 100 * share + 0.0);
    }

    private void line(String text) {
        report.append(text).append('\n');
        System.out.println(text);
    }
}
