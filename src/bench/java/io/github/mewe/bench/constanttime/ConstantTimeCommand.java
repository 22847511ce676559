package io.github.mewe.bench.constanttime;

import com.google.gson.Gson;
import io.github.mewe.bench.ProjectFiles;
import io.github.mewe.bench.Requests;
import io.github.mewe.bench.Subprocess;
import io.github.mewe.bench.constanttime.ConstantTimePage.Timing;
import io.github.mewe.engine.DiversificationRequest;
import io.github.mewe.engine.Diversifier;
import io.github.mewe.engine.FunctionMarks;
import io.github.mewe.engine.GenerationOptions;
import io.github.mewe.engine.LinkOptions;
import io.github.mewe.engine.NameFilter;
import io.github.mewe.engine.Progress;
import io.github.mewe.engine.Target;
import io.github.mewe.fixture.ClangModule;
import io.github.mewe.fixture.RealModules;
import io.github.mewe.link.RandomnessSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Tests if run times depend on secrets. */
@Command(
        name = "src/bench/constant-time/run.sh",
        mixinStandardHelpOptions = true,
        description = "Tests if the run times of cryptographic functions depend on secrets, and writes"
                + " docs/results/constant-time.md.")
final class ConstantTimeCommand implements Callable<Integer> {
    private static final int MEASUREMENTS = 100_000;

    /** The functions of libsodium's module have short names. */
    private static final List<String> ALL = List.of("*");

    @Option(names = "--measurements", description = "The number of measurements (default: ${DEFAULT-VALUE}).")
    private int measurements = MEASUREMENTS;

    private final Path work = ProjectFiles.target().resolve("constant-time");

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new ConstantTimeCommand()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Files.createDirectories(work);
        byte[] compare = ClangModule.reactor(ProjectFiles.script("constant-time/compare.c"));
        byte[] sodium =
                RealModules.fetched(List.of("libsodium")).values().iterator().next();
        List<Timing> before = times("original", compare, sodium);
        List<Timing> after =
                times("multivariant", diversified(compare, FunctionMarks.CONSTANT_TIME), diversified(sodium, ALL));
        new ConstantTimePage(before, after)
                .page()
                .write(ProjectFiles.page("constant-time", measurements == MEASUREMENTS));
        return 0;
    }

    private byte[] diversified(byte[] input, List<String> constantTime) {
        var request = new DiversificationRequest(
                Optional.empty(),
                new GenerationOptions(
                        Requests.DEFAULT_BUDGET,
                        NameFilter.all(),
                        List.of(),
                        Optional.empty(),
                        constantTime,
                        Optional.empty()),
                LinkOptions.defaultsFor(Target.of(RandomnessSource.EXPORT)),
                false,
                1);
        return new Diversifier(Runtime.getRuntime().availableProcessors(), ProjectFiles.target())
                .diversify("module.wasm", input, "diversified.wasm", request, Progress.SILENT)
                .binary();
    }

    private List<Timing> times(String name, byte[] compare, byte[] sodium) throws IOException, InterruptedException {
        Map<String, byte[]> modules = Map.of("compare", compare, "libsodium", sodium);
        for (Map.Entry<String, byte[]> module : modules.entrySet()) {
            Files.write(file(name, module.getKey()), module.getValue());
        }
        String json = Subprocess.output(List.of(
                "node",
                ProjectFiles.script("constant-time/measure.mjs").toString(),
                file(name, "compare").toString(),
                file(name, "libsodium").toString(),
                RealModules.CORPUS
                        .resolve("node_modules/libsodium/dist/modules/libsodium.js")
                        .toString(),
                String.valueOf(measurements)));
        return List.of(new Gson().fromJson(json, Timing[].class));
    }

    private Path file(String name, String module) {
        return work.resolve(name + "-" + module + ".wasm");
    }
}
