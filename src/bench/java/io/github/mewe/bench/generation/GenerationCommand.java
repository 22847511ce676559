package io.github.mewe.bench.generation;

import io.github.mewe.bench.ProjectFiles;
import io.github.mewe.bench.Requests;
import io.github.mewe.fixture.RealModules;
import io.github.mewe.variant.VariantBudget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures the time, memory and growth of generation, each run in a fresh process. */
@Command(
        name = "src/bench/generation/run.sh",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "Measures the time, memory and growth of generation beside those of wasm-opt -O2, and writes"
                + " docs/results/generation.md.")
final class GenerationCommand implements Callable<Integer> {
    private static final String ALL_MODULES = "tiny,qr,libsodium,sqlite,brotli,resvg,esbuild,swc";
    private static final VariantBudget BALANCED = new VariantBudget(4, 8, 1.3, Optional.empty());
    private static final VariantBudget STRONG = new VariantBudget(8, 15, 1.3, Optional.empty());
    private static final VariantBudget MANY =
            new VariantBudget(GenerationPage.MANY_VARIANTS, 1_000, 1.3, Optional.empty());

    @Option(
            names = "--modules",
            split = ",",
            defaultValue = ALL_MODULES,
            description = "Modules of src/test/corpus. Unless all are measured, the page goes to target/generation.md.")
    private List<String> modules;

    @Option(
            names = "--earlier",
            defaultValue = "2f3030a2",
            description = "A revision to compare with, or 'none'. It must have the API that"
                    + " src/bench/generation/EarlierGeneration.java uses.")
    private String earlier;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new GenerationCommand()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        RealModules.fetch(modules);
        Path archive = ProjectFiles.target().resolve("generation/classes.jsa");
        new Measurements(RealModules.file(modules.get(0)), archive).archiveClasses();
        var rows = new ArrayList<GenerationPage.Row>();
        for (String module : modules) {
            rows.add(measured(module, archive));
            System.out.println(rows.get(rows.size() - 1));
        }
        boolean isComplete = modules.equals(List.of(ALL_MODULES.split(",")));
        new GenerationPage(rows, earlier).page().write(ProjectFiles.page("generation", isComplete));
        return 0;
    }

    private GenerationPage.Row measured(String module, Path archive) throws IOException, InterruptedException {
        Path file = RealModules.file(module);
        long size = Files.size(file);
        var measurements = new Measurements(file, archive);
        return new GenerationPage.Row(
                module,
                size,
                measurements.optimised(),
                earlier.equals("none") ? Optional.empty() : Optional.of(measurements.earlier(earlier)),
                measurements.builds(),
                new GenerationPage.OtherSizes(
                        measurements.with(Requests.SMALL_BUDGET),
                        measurements.with(BALANCED),
                        size > GenerationPage.LARGEST_STRONG
                                ? Optional.empty()
                                : Optional.of(measurements.with(STRONG)),
                        size > GenerationPage.LARGEST_MANY ? Optional.empty() : Optional.of(measurements.with(MANY))));
    }
}
