package io.github.mewe.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.binaryen.FunctionInfo;
import io.github.mewe.engine.MultivariantModule.CoreModuleBinary;
import io.github.mewe.fixture.RealModules;
import io.github.mewe.link.EntryTracing;
import io.github.mewe.link.EntryTracing.Traced;
import io.github.mewe.link.Granularity;
import io.github.mewe.link.RandomnessSource;
import io.github.mewe.maven.it.Runtimes;
import io.github.mewe.report.Manifest;
import io.github.mewe.variant.VariantBudget;
import io.github.mewe.wasm.component.ComponentBinary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Components from several tools, are diversified, accepted by wasm-tools and run in Node through jco, with the same
 * results as before and different traces.
 */
class ComponentsIT {
    private static final Path BASE =
            Path.of(System.getProperty("project.basedir", ".")).toAbsolutePath();
    private static final Path SCRIPTS = BASE.resolve("src/test/resources/io/github/mewe/engine/component");
    private static final int SEEDS = 10;

    private static Path packages;

    @TempDir
    private Path directory;

    @BeforeAll
    static void install() throws IOException, InterruptedException {
        packages = Runtimes.install(BASE.toFile(), "components");
    }

    /**
     * A component and how to run it.
     *
     * @param workload the name of its workload in {@code run.mjs}
     */
    private record Subject(String workload, byte[] bytes, String stdin, List<String> arguments) {}

    @Test
    void aComponentWithoutALanguage() throws IOException, InterruptedException {
        Subject words = subject(
                "words", "", make("parse", BASE.resolve("src/test/resources/io/github/mewe/wasm/component/words.wat")));
        DiversificationResult result = diversify(words, request(Optional.empty()));
        assertEquals("wasi", result.manifest().coreModules().get(0).manifest().randomness());
        assertKeyedRunsDiffer(words, result, 40);
        assertBuildsDiffer(words, SEEDS);
    }

    @Test
    void aProgramThatAsksForRandomBytes() throws IOException, InterruptedException {
        String text = "the quick brown fox jumps over the lazy dog and the dog sleeps ".repeat(20);
        Subject sorted = subject("program", text, wrapped("sorted.c"), "one", "two");
        DiversificationResult result = diversify(sorted, request(Optional.empty()));
        Manifest.CoreModule main = result.manifest().coreModules().get(0);
        assertEquals("wasi", main.manifest().randomness());
        assertTrue(main.manifest().seeding().how().contains("wasi_snapshot_preview1 random_get"));
        for (Manifest.CoreModule other : result.manifest().coreModules().subList(1, 4)) {
            assertTrue(other.reason().contains("wit-component"), other.reason());
        }
        assertKeyedRunsDiffer(sorted, result, 1);
    }

    @Test
    void aProgramWithoutRandomNumbers() throws IOException, InterruptedException {
        RealModules.fetch(List.of("wasi-c"));
        Subject tool = subject("program", "", make("wrap", RealModules.file("wasi-c")), "matrix", "9");
        assertBuildsDiffer(tool, 2);
    }

    @Test
    @Tag("heavy")
    void aProgramWithoutRandomNumbersAndManySeeds() throws IOException, InterruptedException {
        RealModules.fetch(List.of("wasi-c"));
        String text = "it was the best of times, it was the worst of times ".repeat(40);
        assertBuildsDiffer(subject("program", text, make("wrap", RealModules.file("wasi-c")), "words"), SEEDS);
    }

    @Test
    @Tag("heavy")
    void aProgramInJavaScriptWithItsEngine() throws IOException, InterruptedException {
        Subject script =
                subject("script", "", make("componentize", SCRIPTS.resolve("tool.js"), SCRIPTS.resolve("tool.wit")));
        // The names of the functions are numbers. Diversifying all of them would take too long.
        var request = new DiversificationRequest(
                new VariantBudget(2, 8, 1.3, Optional.empty()),
                Optional.empty(),
                new NameFilter(List.of("*7"), List.of()),
                List.of(),
                RandomnessSource.AUTO);
        DiversificationResult result = diversify(script, request);
        Manifest main = result.manifest().coreModules().get(0).manifest();
        assertEquals("wasi", main.randomness());
        assertTrue(main.totals().diversified() > 500, main.totals().toString());
        assertKeyedRunsDiffer(script, result, 0);
    }

    /** One build, run with several seeds of the host's random numbers. */
    private void assertKeyedRunsDiffer(Subject subject, DiversificationResult result, int ownRequests)
            throws IOException, InterruptedException {
        Path before = transpiled(subject.bytes());
        Path after = transpiled(traced(result));
        Set<String> traces = new HashSet<>();
        for (int seed = 1; seed <= SEEDS; seed++) {
            Run original = run(subject, before, seed);
            Run run = run(subject, after, seed);
            assertEquals(original.output(), run.output(), "seed " + seed);
            traces.add(run.trace());
            if (ownRequests > 0) {
                assertEquals(ownRequests, original.requests());
                assertTrue(run.requests() > ownRequests && run.requests() <= ownRequests + 2, run.toString());
            }
        }
        assertTrue(traces.size() >= SEEDS - 1, "traces: " + traces);
    }

    /** Several builds with different seeds. */
    private void assertBuildsDiffer(Subject subject, int builds) throws IOException, InterruptedException {
        String expected = run(subject, transpiled(subject.bytes()), 1).output();
        Set<String> traces = new HashSet<>();
        for (int seed = 1; seed <= builds; seed++) {
            DiversificationResult result = diversify(subject, request(Optional.of("build " + seed)));
            Run run = run(subject, transpiled(traced(result)), 1);
            assertEquals(expected, run.output(), "seed " + seed);
            traces.add(run.trace());
        }
        // The smallest module has few functions, of which some choose once.
        assertTrue(traces.size() > builds / 2, "traces: " + traces);
    }

    private static DiversificationRequest request(Optional<String> seed) {
        return new DiversificationRequest(
                new VariantBudget(4, 8, 1.3, Optional.empty()),
                seed,
                NameFilter.all(),
                List.of(),
                RandomnessSource.AUTO);
    }

    private DiversificationResult diversify(Subject subject, DiversificationRequest request) {
        return new Diversifier(2, directory)
                .diversify("app.wasm", subject.bytes(), "app-diversified.wasm", request, Progress.SILENT);
    }

    /** The component with exported traces in its core modules. */
    private static byte[] traced(DiversificationResult result) {
        Map<String, byte[]> modules = new HashMap<>();
        for (CoreModuleBinary core : MultivariantModule.coreModules(result.binary(), result.manifest())) {
            try (BinaryenModule module = BinaryenModule.open(core.binary())) {
                List<String> names =
                        module.functions().stream().map(FunctionInfo::name).toList();
                List<Traced> functions = core.manifest().functions().stream()
                        .filter(function -> !function.variants().isEmpty())
                        .map(function -> traced(function, names))
                        .toList();
                new EntryTracing(module).add(functions);
                modules.put(core.path(), module.write());
            }
        }
        return ComponentBinary.of(result.binary()).with(modules);
    }

    private static Traced traced(Manifest.Function function, List<String> names) {
        var bodies = new ArrayList<String>();
        Optional.ofNullable(function.originalIndex()).map(names::get).ifPresent(bodies::add);
        function.variants().forEach(variant -> bodies.add(names.get(variant.index())));
        return new Traced(
                names.get(function.dispatcherIndex()),
                bodies,
                function.originalIndex() == null ? 1 : 0,
                Optional.ofNullable(function.choice())
                        .flatMap(choice -> Granularity.named(choice.dispatcher()))
                        .orElse(null),
                function.choice() == null ? 0 : function.choice().bits());
    }

    private Subject subject(String workload, String stdin, byte[] component, String... arguments) {
        return new Subject(workload, component, stdin, List.of(arguments));
    }

    private byte[] wrapped(String source) throws IOException, InterruptedException {
        Path module = directory.resolve("core.wasm");
        execute(
                "",
                List.of(
                        "clang-14",
                        "--target=wasm32-wasi",
                        "-O2",
                        "-o",
                        module.toString(),
                        SCRIPTS.resolve(source).toString()));
        return make("wrap", module);
    }

    private byte[] make(String how, Path... sources) throws IOException, InterruptedException {
        Path component = directory.resolve("made.wasm");
        var command = script("make.mjs", how);
        for (Path source : sources) {
            command.add(source.toString());
        }
        command.add(component.toString());
        execute("", command);
        return Files.readAllBytes(component);
    }

    private Path transpiled(byte[] component) throws IOException, InterruptedException {
        Path output = Files.createTempDirectory(directory, "app");
        Path file = Files.write(output.resolve("component.wasm"), component);
        execute("", script("transpile.mjs", file.toString(), output.toString()));
        return output;
    }

    /**
     * A run of a component.
     *
     * @param requests the number of requests for random numbers
     */
    private record Run(String output, String trace, int requests) {}

    private Run run(Subject subject, Path app, int seed) throws IOException, InterruptedException {
        Path traces = app.resolve("traces");
        List<String> command =
                script("run.mjs", app.toString(), subject.workload(), String.valueOf(seed), traces.toString());
        command.addAll(subject.arguments());
        String output = execute(subject.stdin(), command);
        List<String> lines = Files.readAllLines(traces);
        return new Run(output, lines.get(0), Integer.parseInt(lines.get(1)));
    }

    private static List<String> script(String name, String... arguments) {
        var command = new ArrayList<>(List.of("node", SCRIPTS.resolve(name).toString(), packages.toString()));
        command.addAll(List.of(arguments));
        return command;
    }

    private String execute(String stdin, List<String> command) throws IOException, InterruptedException {
        Path input = Files.writeString(directory.resolve("stdin"), stdin);
        Path output = directory.resolve("stdout");
        Path errors = directory.resolve("stderr");
        Process process = new ProcessBuilder(command)
                .redirectInput(input.toFile())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
        boolean isDone = process.waitFor(300, TimeUnit.SECONDS);
        if (!isDone) {
            process.destroyForcibly();
        }
        String told = Files.readString(errors, StandardCharsets.UTF_8);
        assertTrue(isDone && process.exitValue() == 0, () -> String.join(" ", command) + ": " + told);
        return Files.readString(output, StandardCharsets.UTF_8);
    }
}
