package io.github.mewe.bench.dispatch;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.mewe.engine.DiversificationRequest;
import io.github.mewe.engine.Diversifier;
import io.github.mewe.engine.NameFilter;
import io.github.mewe.engine.Progress;
import io.github.mewe.link.RandomnessSource;
import io.github.mewe.variant.VariantBudget;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Measures what choices cost, and writes it down: see {@code src/bench/dispatch/run.sh}. */
final class DispatchCommand {
    private static final List<String> MODULES = List.of("tiny", "libsodium", "sqlite");

    private final Path base = Path.of(System.getProperty("project.basedir"));
    private final Path work = base.resolve("target/dispatch");
    private final StringBuilder report = new StringBuilder();

    private DispatchCommand() {}

    /**
     * The command.
     *
     * @param arguments none
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        new DispatchCommand().run();
    }

    private void run() throws IOException, InterruptedException {
        Files.createDirectories(work);
        line("# What choices cost");
        line("");
        line(
                "Made by `bash src/bench/dispatch/run.sh`, whose head says how. Times depend on the machine and on what else it"
                        + " did (" + Runtime.getRuntime().availableProcessors() + " processors); Node "
                        + output("node", "--version").strip() + ", Java "
                        + Runtime.version().feature() + ".");
        calls();
        starts();
        Files.writeString(base.resolve("docs/results/dispatch.md"), report);
    }

    private void calls() throws IOException, InterruptedException {
        var binaries = new ArrayList<byte[]>();
        var command = new ArrayList<String>(List.of("node", script("calls.mjs")));
        for (DispatchModule module : DispatchModule.all()) {
            Path file = work.resolve("calls-" + binaries.size() + ".wasm");
            binaries.add(module.binary());
            Files.write(file, binaries.get(binaries.size() - 1));
            command.add(file.toString());
        }
        JsonArray v8 = new Gson().fromJson(output(command.toArray(String[]::new)), JsonArray.class);
        List<EmbeddedCalls.Times> embedded = EmbeddedCalls.measure(binaries);
        line("");
        line("## A call");
        line("");
        line("Nanoseconds that a call takes more than a direct one; beside it, what a direct one takes with the loop"
                + " around it.");
        line("");
        line("| choice | V8: more | V8: direct | Chicory, compiled: more | Chicory, compiled: direct |");
        line("| --- |" + " ---: |".repeat(4));
        for (int i = 0; i < binaries.size(); i++) {
            JsonObject times = v8.get(i).getAsJsonObject();
            line(String.format(
                    Locale.ROOT,
                    "| %s | %.1f | %.1f | %.1f | %.1f |",
                    DispatchModule.all().get(i).name(),
                    times.get("more").getAsDouble(),
                    times.get("direct").getAsDouble(),
                    embedded.get(i).more(),
                    embedded.get(i).direct()));
        }
    }

    private void starts() throws IOException, InterruptedException {
        line("");
        line("## Instantiation and first call");
        line("");
        line("Microseconds in V8, the module being compiled already. `export`: `mewe_seed` is called with 16 random"
                + " bytes; `wasi`: the first draw asks `random_get` for them.");
        line("");
        line("| module | original | `export`: more | `wasi`: more |");
        line("| --- |" + " ---: |".repeat(3));
        for (String module : MODULES) {
            Path original = base.resolve("target/real-modules/" + module + "/module.wasm");
            byte[] input = Files.readAllBytes(original);
            var command = new ArrayList<String>(
                    List.of("node", "--expose-gc", script("start.mjs"), module, original.toString()));
            for (RandomnessSource source : List.of(RandomnessSource.EXPORT, RandomnessSource.WASI)) {
                Path file = work.resolve(module + "-" + source.configurationName() + ".wasm");
                Files.write(file, diversified(input, source));
                command.add(file.toString());
            }
            JsonArray times = new Gson().fromJson(output(command.toArray(String[]::new)), JsonArray.class);
            line(String.format(
                    Locale.ROOT,
                    "| %s | %.1f | %.1f | %.1f |",
                    module,
                    times.get(0).getAsDouble(),
                    times.get(1).getAsDouble(),
                    times.get(2).getAsDouble()));
        }
    }

    private static byte[] diversified(byte[] input, RandomnessSource source) {
        var request = new DiversificationRequest(
                new VariantBudget(4, 8, 1.3, Optional.empty()),
                Optional.of("dispatch"),
                NameFilter.all(),
                List.of(),
                source);
        return new Diversifier(Runtime.getRuntime().availableProcessors(), Path.of("target"))
                .diversify("module.wasm", input, "diversified.wasm", request, Progress.SILENT)
                .binary();
    }

    private String script(String name) {
        return base.resolve("src/bench/dispatch/" + name).toString();
    }

    private static String output(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(String.join(" ", command) + " failed");
        }
        return output;
    }

    private void line(String text) {
        report.append(text).append('\n');
        System.out.println(text);
    }
}
