package io.github.mewe.bench.coldstart;

import com.google.gson.Gson;
import io.github.mewe.bench.ProjectFiles;
import io.github.mewe.bench.Requests;
import io.github.mewe.bench.Subprocess;
import io.github.mewe.bench.coldstart.ColdStarts.Module;
import io.github.mewe.bench.coldstart.ColdStarts.Service;
import io.github.mewe.bench.coldstart.ColdStarts.Starts;
import io.github.mewe.bench.paper.PaperService;
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
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures the cost of variants at the start of a service. */
@Command(
        name = "src/bench/cold-start/run.sh",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "Measures cold starts of services in workerd and Node, and writes docs/results/cold-start.md.",
        footer = "With other services or variants than the default ones, the page goes to target/cold-start.md.")
final class ColdStartCommand implements Callable<Integer> {
    private static final String ALL_SERVICES = "encrypt,brotli,resvg";
    private static final String ALL_VARIANTS = "1,2,4,8,16";

    /** The growth that the default budget allows per variant. */
    private static final double GROWTH_PER_VARIANT =
            (Requests.DEFAULT_BUDGET.maxGrowth() - 1) / Requests.DEFAULT_BUDGET.variants();

    @Option(names = "--services", split = ",", defaultValue = ALL_SERVICES, description = "The services.")
    private List<String> services;

    @Option(names = "--variants", split = ",", defaultValue = ALL_VARIANTS, description = "Variants per function.")
    private List<Integer> variants;

    @Option(names = "--rounds", defaultValue = "9", description = "How often each module is started.")
    private int rounds;

    @Option(
            names = "--whole-rounds",
            defaultValue = "3",
            description = "In how many of these rounds all functions are compiled at once too.")
    private int wholeRounds;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new ColdStartCommand()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Subprocess.workerd();
        RealModules.fetch(List.of("brotli", "resvg"));
        PaperService.build();
        var measured = new ArrayList<Service>();
        for (String service : services) {
            measured.add(measure(service));
        }
        boolean isComplete = services.equals(List.of(ALL_SERVICES.split(",")))
                && variants.equals(
                        Stream.of(ALL_VARIANTS.split(",")).map(Integer::valueOf).toList());
        new ColdStartPage(rounds, wholeRounds, variants, measured)
                .page()
                .write(ProjectFiles.page("cold-start", isComplete));
        return 0;
    }

    private Service measure(String name) throws IOException, InterruptedException {
        Path directory = Files.createDirectories(ProjectFiles.target().resolve("cold-start/" + name));
        Path original = scripts(name, directory);
        byte[] input = Files.readAllBytes(original);
        var files = new ArrayList<>(List.of(original));
        var made = new ArrayList<>(List.of(0));
        for (int count : variants) {
            Path file = directory.resolve(name + "-" + count + ".wasm");
            DiversificationResult result = new Diversifier(2, ProjectFiles.target())
                    .diversify(name + ".wasm", input, file.getFileName().toString(), request(count), Progress.SILENT);
            files.add(Files.write(file, result.binary()));
            made.add(result.manifest().totals().variants());
            System.out.println(file.getFileName() + ": " + made.get(made.size() - 1) + " variants, "
                    + result.binary().length + " bytes");
        }
        Starts[] starts = starts(directory, requestOf(name), files);
        var modules = new ArrayList<Module>();
        for (int i = 0; i < files.size(); i++) {
            modules.add(new Module(i == 0 ? 0 : variants.get(i - 1), made.get(i), Files.size(files.get(i)), starts[i]));
        }
        return new Service(name, modules, starts[files.size()].workerd());
    }

    /** Copies a service's JavaScript to a directory, and returns its module. */
    private static Path scripts(String name, Path directory) throws IOException {
        Path packages = RealModules.CORPUS.resolve("node_modules");
        copy(ProjectFiles.script("cold-start/services/" + name + ".mjs"), directory.resolve("service.mjs"));
        copy(
                ProjectFiles.file("src/main/resources/io/github/mewe/engine/mewe-loader.mjs"),
                directory.resolve("mewe-loader.mjs"));
        // The ES modules of some packages have names that Node takes for CommonJS.
        Files.writeString(directory.resolve("package.json"), "{\"type\": \"module\"}\n");
        switch (name) {
            case "encrypt" -> {
                copy(ProjectFiles.script("nodes/wasi.mjs"), directory.resolve("wasi.mjs"));
                return PaperService.named("encrypt").binary();
            }
            case "brotli" -> {
                Path web = packages.resolve("brotli-wasm/pkg.web");
                copy(web.resolve("brotli_wasm.js"), directory.resolve("brotli_wasm.js"));
                return web.resolve("brotli_wasm_bg.wasm");
            }
            case "resvg" -> {
                Path resvg = packages.resolve("@resvg/resvg-wasm");
                copy(resvg.resolve("index.mjs"), directory.resolve("index.mjs"));
                return resvg.resolve("index_bg.wasm");
            }
            default -> throw new IllegalArgumentException("no service " + name);
        }
    }

    private static Path requestOf(String name) {
        return switch (name) {
            case "encrypt" -> PaperService.named("encrypt").request();
            case "brotli" -> ProjectFiles.file("LICENSE");
            default -> ProjectFiles.script("cold-start/services/drawing.svg");
        };
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The budget of the size {@code small} for one variant; otherwise the default's growth per variant. */
    private static DiversificationRequest request(int variants) {
        VariantBudget budget = variants == Requests.SMALL_BUDGET.variants()
                ? Requests.SMALL_BUDGET
                : new VariantBudget(variants, 1 + GROWTH_PER_VARIANT * variants, 1.3, Optional.empty());
        return Requests.withBudget(budget, RandomnessSource.EXPORT);
    }

    private Starts[] starts(Path directory, Path request, List<Path> files) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(
                "node",
                "--no-warnings",
                ProjectFiles.script("cold-start/measure.mjs").toString(),
                String.valueOf(rounds),
                String.valueOf(wholeRounds),
                directory.toString(),
                request.toString()));
        files.forEach(file -> command.add(file.toString()));
        return new Gson().fromJson(Subprocess.output(command), Starts[].class);
    }
}
