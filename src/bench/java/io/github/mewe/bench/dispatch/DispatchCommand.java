package io.github.mewe.bench.dispatch;

import com.google.gson.Gson;
import io.github.mewe.bench.ProjectFiles;
import io.github.mewe.bench.Requests;
import io.github.mewe.bench.Subprocess;
import io.github.mewe.engine.Diversifier;
import io.github.mewe.engine.Progress;
import io.github.mewe.fixture.RealModules;
import io.github.mewe.link.RandomnessSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Measures the cost of a dispatcher's choice per call, and the cost of seeding per start. */
@Command(
        name = "src/bench/dispatch/run.sh",
        mixinStandardHelpOptions = true,
        description = "Measures what choices cost, and writes docs/results/dispatch.md.")
final class DispatchCommand implements Callable<Integer> {
    private static final List<String> MODULES = List.of("tiny", "libsodium", "sqlite");

    private final Path work = ProjectFiles.target().resolve("dispatch");

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new DispatchCommand()).execute(arguments));
    }

    /** The times that calls.mjs measures for a module, in nanoseconds. */
    private record V8Times(double direct, double more) {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        Files.createDirectories(work);
        RealModules.fetch(MODULES);
        String node = Subprocess.output(List.of("node", "--version")).strip();
        new DispatchPage(node, calls(), starts()).page().write(ProjectFiles.page("dispatch", true));
        return 0;
    }

    private List<DispatchPage.CallCost> calls() throws IOException, InterruptedException {
        List<DispatchModule> modules = DispatchModule.all();
        var binaries = new ArrayList<byte[]>();
        var command = new ArrayList<String>(List.of("node", script("calls.mjs")));
        for (DispatchModule module : modules) {
            byte[] binary = module.binary();
            command.add(Files.write(work.resolve("calls-" + binaries.size() + ".wasm"), binary)
                    .toString());
            binaries.add(binary);
        }
        V8Times[] v8 = new Gson().fromJson(Subprocess.output(command), V8Times[].class);
        List<EmbeddedCalls.Times> embedded = EmbeddedCalls.measure(binaries);
        var costs = new ArrayList<DispatchPage.CallCost>();
        for (int i = 0; i < modules.size(); i++) {
            costs.add(new DispatchPage.CallCost(
                    modules.get(i),
                    v8[i].more(),
                    v8[i].direct(),
                    embedded.get(i).more(),
                    embedded.get(i).direct()));
        }
        return costs;
    }

    private List<DispatchPage.StartCost> starts() throws IOException, InterruptedException {
        var costs = new ArrayList<DispatchPage.StartCost>();
        for (String module : MODULES) {
            byte[] input = RealModules.read(module);
            var command = new ArrayList<String>(List.of(
                    "node",
                    "--expose-gc",
                    script("start.mjs"),
                    module,
                    RealModules.file(module).toString()));
            for (RandomnessSource source : List.of(RandomnessSource.EXPORT, RandomnessSource.WASI)) {
                Path file = work.resolve(module + "-" + source.configurationName() + ".wasm");
                command.add(Files.write(file, diversified(input, source)).toString());
            }
            double[] times = new Gson().fromJson(Subprocess.output(command), double[].class);
            costs.add(new DispatchPage.StartCost(module, times[0], times[1], times[2], times[3]));
        }
        return costs;
    }

    private static byte[] diversified(byte[] input, RandomnessSource source) {
        return new Diversifier(Runtime.getRuntime().availableProcessors(), ProjectFiles.target())
                .diversify(
                        "module.wasm", input, "diversified.wasm", Requests.seeded("dispatch", source), Progress.SILENT)
                .binary();
    }

    private static String script(String name) {
        return ProjectFiles.script("dispatch/" + name).toString();
    }
}
