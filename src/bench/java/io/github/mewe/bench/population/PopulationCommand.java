package io.github.mewe.bench.population;

import io.github.mewe.bench.ProjectFiles;
import io.github.mewe.bench.Requests;
import io.github.mewe.engine.DiversificationResult;
import io.github.mewe.engine.Diversifier;
import io.github.mewe.engine.Progress;
import io.github.mewe.fixture.RealModules;
import io.github.mewe.link.RandomnessSource;
import io.github.mewe.report.Manifest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Measures the cost of populations of real modules, and the variants that they share. */
@Command(
        name = "src/bench/population/run.sh",
        mixinStandardHelpOptions = true,
        description = "Measures what populations of binaries share, and writes docs/results/population.md.")
final class PopulationCommand implements Callable<Integer> {
    private static final List<String> MODULES = List.of("sqlite", "libsodium");
    private static final List<Integer> SIZES = List.of(1, 4);

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new PopulationCommand()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        RealModules.fetch(MODULES);
        var rows = new ArrayList<PopulationPage.Row>();
        for (String module : MODULES) {
            for (int size : SIZES) {
                rows.add(measure(module, size));
                System.out.println(rows.get(rows.size() - 1));
            }
        }
        new PopulationPage(rows).page().write(ProjectFiles.page("population", true));
        return 0;
    }

    private static PopulationPage.Row measure(String module, int size) throws IOException {
        List<String> names =
                IntStream.rangeClosed(1, size).mapToObj(i -> i + ".wasm").toList();
        var diversifier = new Diversifier(Runtime.getRuntime().availableProcessors(), ProjectFiles.target());
        byte[] input = RealModules.read(module);
        long start = System.nanoTime();
        List<Manifest> manifests = diversifier
                .population(
                        "module.wasm",
                        input,
                        Optional.empty(),
                        names,
                        Requests.seeded("population", RandomnessSource.AUTO).withPopulation(size),
                        Progress.SILENT)
                .stream()
                .map(DiversificationResult::manifest)
                .toList();
        return PopulationPage.Row.of(module, (System.nanoTime() - start) / 1e9, manifests);
    }
}
