package io.github.mewe.seeding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mewe.engine.DiversificationRequest;
import io.github.mewe.engine.DiversificationResult;
import io.github.mewe.engine.Diversifier;
import io.github.mewe.engine.GranularityChoice;
import io.github.mewe.engine.NameFilter;
import io.github.mewe.engine.Progress;
import io.github.mewe.fixture.Clients;
import io.github.mewe.fixture.Clients.FreshInstances;
import io.github.mewe.fixture.Node;
import io.github.mewe.fixture.RealModules;
import io.github.mewe.link.ChoiceTrace;
import io.github.mewe.link.DispatchOptions;
import io.github.mewe.link.DispatchShape;
import io.github.mewe.link.Granularity;
import io.github.mewe.link.RandomnessSource;
import io.github.mewe.report.Manifest.Seeding;
import io.github.mewe.variant.VariantBudget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys modules of several toolchains from the random numbers that they import, in hosts that do not change. */
class RandomImportsIT {
    private static final Path SCRIPTS = Clients.SCRIPTS.resolve("random");

    @TempDir
    private Path directory;

    @Test
    void wasmBindgen() throws IOException, InterruptedException {
        packageIsKeyed("@cf-wasm/photon", "./photon_rs_bg.js __wbg_random_039a7d5d06e0d333");
    }

    @Test
    @Tag("heavy")
    void go() throws IOException, InterruptedException {
        packageIsKeyed("@cdktf/hcl2json", "go runtime.getRandomData");
    }

    @Test
    @Tag("heavy")
    void tinyGoWithWasi() throws IOException, InterruptedException {
        packageIsKeyed("sh-syntax", "wasi_snapshot_preview1.random_get");
    }

    @Test
    void assemblyScript() throws IOException, InterruptedException {
        Clients clients = Clients.install();
        for (String option : List.of("", "--use=Math=JSMath")) {
            Path compiler = clients.directory().resolve("node_modules/assemblyscript/bin/asc.js");
            output(new ProcessBuilder(
                    "node",
                    compiler.toString(),
                    SCRIPTS.resolve("dice.ts").toString(),
                    "-o",
                    directory.resolve("module.wasm").toString(),
                    "-O",
                    "--bindings=esm",
                    option.isEmpty() ? "--runtime=stub" : option));
            programIsKeyed(
                    script -> new ProcessBuilder("node", script.toString()),
                    "dice.mjs",
                    option.isEmpty() ? "env seed" : "env Math.random");
        }
    }

    @Test
    @Tag("heavy")
    void teavm() throws IOException, InterruptedException {
        Files.copy(RealModules.SCRIPTS.resolve("teavm-gc/pom.xml"), directory.resolve("pom.xml"));
        Path source = Files.createDirectories(directory.resolve("src/main/java/corpus"));
        Files.copy(SCRIPTS.resolve("Main.java"), source.resolve("Main.java"));
        output(new ProcessBuilder(
                "mvn", "-B", "-q", "-f", directory.resolve("pom.xml").toString(), "package"));
        for (String name : List.of("module.wasm", "runtime.mjs")) {
            Files.copy(directory.resolve("target/wasm").resolve(name), directory.resolve(name));
        }
        Node node = Node.install();
        programIsKeyed(script -> node.process(List.of(), script, List.of()), "teavm.mjs", "teavmMath random");
    }

    private void packageIsKeyed(String id, String random) throws IOException, InterruptedException {
        Clients clients = Clients.install();
        byte[] binary = diversified(Files.readAllBytes(clients.module(id)), random, 3);
        Path output = Files.write(directory.resolve("diversified.wasm"), binary);
        FreshInstances original = clients.run(id, clients.module(id), 1, false);
        FreshInstances instances = clients.run(id, output, 4, false);
        assertEquals(4, instances.traces(), instances.toString());
        assertEquals(1, instances.outputs());
        assertEquals(original.output(), instances.output());
        assertTrue(instances.instances() >= 4, instances.toString());
    }

    /** Runs the program beside a module with the original and then twice with the output. */
    private void programIsKeyed(Function<Path, ProcessBuilder> node, String program, String random)
            throws IOException, InterruptedException {
        Path module = directory.resolve("module.wasm");
        Path script = Files.write(directory.resolve(program), Files.readAllBytes(SCRIPTS.resolve(program)));
        Files.write(directory.resolve("tracer.mjs"), Files.readAllBytes(Clients.SCRIPTS.resolve("tracer.mjs")));
        List<String> original = output(node.apply(script)).lines().toList();
        Files.write(module, diversified(Files.readAllBytes(module), random, 20));
        List<String> one = output(node.apply(script)).lines().toList();
        List<String> other = output(node.apply(script)).lines().toList();
        assertEquals(original.get(0), one.get(0));
        assertEquals(original.get(0), other.get(0));
        assertNotEquals(one.get(1), other.get(1), "choices");
    }

    private byte[] diversified(byte[] input, String random, double growth) {
        var request = new DiversificationRequest(
                        new VariantBudget(1, growth, 1.3, Optional.empty()),
                        Optional.of("random imports"),
                        NameFilter.all(),
                        List.of(),
                        RandomnessSource.AUTO)
                .withGranularity(new GranularityChoice(Optional.of(Granularity.CALL), List.of()))
                .with(new DispatchOptions(DispatchShape.SWITCH, ChoiceTrace.IMPORT, false));
        DiversificationResult result =
                new Diversifier(2, directory).diversify("app.wasm", input, "out.wasm", request, Progress.SILENT);
        Seeding seeding = result.manifest().seeding();
        assertTrue(List.of(Seeding.IMPORT, Seeding.WASI).contains(seeding.by()), seeding.toString());
        assertTrue(seeding.how().contains("the import " + random + ","), seeding.toString());
        return result.binary();
    }

    private static String output(ProcessBuilder program) throws IOException, InterruptedException {
        Process process = program.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String output = new String(process.getInputStream().readAllBytes());
        assertEquals(0, process.waitFor(), output);
        return output;
    }
}
