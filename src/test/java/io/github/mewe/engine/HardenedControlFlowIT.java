package io.github.mewe.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mewe.common.Resources;
import io.github.mewe.fixture.Node;
import io.github.mewe.fixture.WatModule;
import io.github.mewe.harden.FrameSurvey;
import io.github.mewe.harden.HardeningMeasure;
import io.github.mewe.link.RandomnessSource;
import io.github.mewe.report.Manifest;
import io.github.mewe.variant.VariantBudget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Hardens frames that exceptions leave, that jumps come back to, that tail calls replace, that lie on the stacks of
 * several threads, and below which Asyncify suspends the module.
 */
class HardenedControlFlowIT {
    private static final int SECONDS = 60;

    @TempDir
    static Path directory;

    private static Node node;

    @BeforeAll
    static void install() throws IOException, InterruptedException {
        node = Node.install();
    }

    private static DiversificationResult hardened(byte[] input, String seed) {
        var request = new DiversificationRequest(
                        new VariantBudget(3, 20, 2, Optional.empty()),
                        Optional.of(seed),
                        NameFilter.all(),
                        List.of(),
                        RandomnessSource.EXPORT)
                .with(new HardeningOptions(
                        EnumSet.of(HardeningMeasure.FRAMES, HardeningMeasure.CANARIES),
                        StackStart.ofBytes(256),
                        64,
                        true,
                        HeapOptions.DEFAULT));
        return new Diversifier(2, directory).diversify("x", input, "y", request, Progress.SILENT);
    }

    private static String text(String name) {
        return Resources.text(FrameSurvey.class, name + ".wat");
    }

    private static String output(byte[] module, String scenario, String seed) throws IOException, InterruptedException {
        Path file = Files.write(directory.resolve(scenario + ".wasm"), module);
        Path output = directory.resolve("output.txt");
        ProcessBuilder process = node.process(
                        List.of(),
                        Node.resource(DiversificationRequest.class, "hardened.mjs"),
                        List.of(file.toString(), scenario, seed))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        boolean isDone = Node.ends(process, SECONDS);
        assertTrue(isDone, () -> scenario + ", seed " + seed + "\n" + readable(output));
        return readable(output);
    }

    private static String readable(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** Runs the module and hardened modules. Returns the names of the functions whose frames are hardened. */
    private static Set<String> behavesAsBefore(byte[] module, String scenario)
            throws IOException, InterruptedException {
        String before = output(module, scenario, "0");
        assertTrue(before.lines().count() > 3, before);
        Set<String> framed = new TreeSet<>();
        for (String seed : List.of("1", "2", "3")) {
            DiversificationResult result = hardened(module, seed);
            assertEquals(before, output(result.binary(), scenario, seed), scenario + ", seed " + seed);
            framed.addAll(framed(result.manifest()));
        }
        return framed;
    }

    private static Set<String> framed(Manifest manifest) {
        Set<Integer> bodies = manifest.hardening().bodies().stream()
                .map(Manifest.HardenedBody::index)
                .collect(Collectors.toSet());
        return manifest.functions().stream()
                .filter(function -> bodies.contains(function.dispatcherIndex())
                        || function.variants().stream().anyMatch(variant -> bodies.contains(variant.index())))
                .map(Manifest.Function::name)
                .collect(Collectors.toSet());
    }

    @Test
    void exceptionsJumpsAndTailCalls() throws IOException, InterruptedException {
        assertEquals(
                Set.of("catches", "cleans", "deep", "even", "jumps", "odd", "outer"),
                behavesAsBefore(WatModule.assemble(text("control-flow")), "control-flow"));
    }

    @Test
    void stacksOfThreads() throws IOException, InterruptedException {
        assertEquals(Set.of("recursive"), behavesAsBefore(WatModule.assemble(text("stacks")), "stacks"));
    }

    @Test
    void asyncify() throws IOException, InterruptedException {
        // The code of Asyncify around the stack pointer is not understood, so the frames stay in their places.
        assertEquals(Set.of(), behavesAsBefore(WatModule.asyncified(text("suspended")), "suspended"));
    }
}
