package io.github.mewe.bench.generation;

import com.google.gson.Gson;
import io.github.mewe.bench.ProjectFiles;
import io.github.mewe.bench.Requests;
import io.github.mewe.bench.Subprocess;
import io.github.mewe.engine.DiversificationRequest;
import io.github.mewe.engine.DiversificationResult;
import io.github.mewe.engine.Diversifier;
import io.github.mewe.engine.Progress;
import io.github.mewe.fixture.RealModules;
import io.github.mewe.link.RandomnessSource;
import io.github.mewe.variant.VariantBudget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.commons.io.FileUtils;
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
    private static final VariantBudget STRONG = new VariantBudget(8, 15, 1.3, Optional.empty());

    @Option(
            names = "--modules",
            split = ",",
            defaultValue = ALL_MODULES,
            description =
                    "Modules of src/test/corpus. Unless all are measured, the page goes to" + " target/generation.md.")
    private List<String> modules;

    @Option(names = "--generate", hidden = true, description = "Measures one file in this JVM.")
    private Path generated;

    @Option(names = "--variants", hidden = true, description = "The number of variants of its functions.")
    private int variants = Requests.DEFAULT_BUDGET.variants();

    @Option(names = "--growth", hidden = true, description = "The limit of its growth.")
    private double growth = Requests.DEFAULT_BUDGET.maxGrowth();

    private final Path directory = ProjectFiles.target().resolve("generation");
    private final Gson gson = new Gson();

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new GenerationCommand()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (generated != null) {
            System.out.println(gson.toJson(generate()));
            return 0;
        }
        RealModules.fetch(modules);
        var rows = new ArrayList<GenerationPage.Row>();
        for (String module : modules) {
            rows.add(measured(module));
            System.out.println(rows.get(rows.size() - 1));
        }
        boolean isComplete = modules.equals(List.of(ALL_MODULES.split(",")));
        new GenerationPage(rows).page().write(ProjectFiles.page("generation", isComplete));
        return 0;
    }

    private GenerationPage.Row measured(String module) throws IOException, InterruptedException {
        Path file = RealModules.file(module);
        boolean isLarge = Files.size(file) > GenerationPage.LARGEST_STRONG;
        return new GenerationPage.Row(
                module,
                Files.size(file),
                optimised(file),
                builds(file, List.of()),
                isLarge ? Optional.empty() : Optional.of(builds(file, List.of(GenerationPage.FAST_COMPILER))),
                generated(file, Requests.SMALL_BUDGET, List.of()),
                isLarge ? Optional.empty() : Optional.of(generated(file, STRONG, List.of())));
    }

    private GenerationPage.Builds builds(Path file, List<String> options) throws IOException, InterruptedException {
        FileUtils.deleteDirectory(cache().toFile());
        GenerationResult first = generated(file, Requests.DEFAULT_BUDGET, options);
        Path edited = directory.resolve("edited.wasm");
        Files.write(edited, EditedModule.of(Files.readAllBytes(file)));
        return new GenerationPage.Builds(
                first, generated(edited, Requests.DEFAULT_BUDGET, options).cost());
    }

    private Path cache() {
        return directory.resolve("cache");
    }

    private GenerationCost optimised(Path file) throws IOException, InterruptedException {
        Path tool = ProjectFiles.target().resolve("clients/node_modules/binaryen/bin/wasm-opt");
        Path output = Files.createDirectories(directory).resolve("optimised.wasm");
        long start = System.nanoTime();
        var process = new ProcessBuilder(
                        "node",
                        "--stack-size=8000",
                        "--require",
                        ProjectFiles.script("generation/usage.cjs").toString(),
                        tool.toString(),
                        "--all-features",
                        "-O2",
                        file.toString(),
                        "-o",
                        output.toString())
                .redirectErrorStream(true)
                .start();
        String text = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0 || !text.contains("usage ")) {
            throw new IllegalStateException("wasm-opt failed on " + file + ": " + text);
        }
        String[] usage = text.substring(text.lastIndexOf("usage ")).strip().split(" ");
        return new GenerationCost(
                (System.nanoTime() - start) / 1e9, Double.parseDouble(usage[1]), Long.parseLong(usage[2]));
    }

    private GenerationResult generated(Path file, VariantBudget budget, List<String> options)
            throws IOException, InterruptedException {
        var all = new ArrayList<>(options);
        all.add("-Xmx" + GenerationPage.HEAP);
        String output = Subprocess.java(
                all,
                GenerationCommand.class,
                List.of(
                        "--generate",
                        file.toString(),
                        "--variants",
                        String.valueOf(budget.variants()),
                        "--growth",
                        String.valueOf(budget.maxGrowth())));
        return gson.fromJson(output, GenerationResult.class);
    }

    private GenerationResult generate() throws IOException {
        GenerationCost.Start start = GenerationCost.start();
        byte[] input = Files.readAllBytes(generated);
        DiversificationRequest request =
                Requests.withBudget(budget(), RandomnessSource.AUTO).withVariantCache(cache());
        DiversificationResult made = new Diversifier(Runtime.getRuntime().availableProcessors(), ProjectFiles.target())
                .diversify("module.wasm", input, "module-" + variants + ".wasm", request, Progress.SILENT);
        return GenerationResult.of(input, made, start.end());
    }

    private VariantBudget budget() {
        VariantBudget usual = Requests.DEFAULT_BUDGET;
        return variants == usual.variants()
                ? usual
                : new VariantBudget(variants, growth, usual.maxVariantCost(), Optional.empty());
    }
}
