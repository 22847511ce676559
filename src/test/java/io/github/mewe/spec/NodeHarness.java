package io.github.mewe.spec;

import com.google.gson.Gson;
import io.github.mewe.fixture.Node;
import io.github.mewe.spec.Script.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Node with every feature that it has, and the harness in it. */
final class NodeHarness {
    private static final List<String> FLAGS = List.of(
            "--experimental-wasm-acquire-release",
            "--experimental-wasm-custom-descriptors",
            "--experimental-wasm-fp16",
            "--experimental-wasm-shared",
            "--experimental-wasm-wasmfx",
            // It aborts on some code with stack switching.
            "--no-turboshaft-wasm-load-elimination");
    private static final int TIMEOUT_SECONDS = 120;

    private final Node node;

    private NodeHarness(Node node) {
        this.node = node;
    }

    /** Installs Node, unless it is installed already. */
    static NodeHarness install() throws IOException, InterruptedException {
        return new NodeHarness(Node.install());
    }

    /**
     * What came of a command.
     *
     * @param line where it starts in the script
     * @param op the operation
     * @param passed whether it did as the script says
     * @param outcome what it did
     */
    record Outcome(int line, String op, boolean passed, String outcome) {}

    private record Job(List<Subjects.Run> runs, List<Command> commands) {}

    /**
     * Runs a script.
     *
     * @param runs with which modules
     * @param commands what the script does
     * @param directory for what goes in and comes out
     * @return for each run, what came of each command
     */
    List<List<Outcome>> run(List<Subjects.Run> runs, List<Command> commands, Path directory)
            throws IOException, InterruptedException {
        Path job = directory.resolve("script.json");
        Path result = directory.resolve("outcomes.json");
        Path log = directory.resolve("node.log");
        Files.createDirectories(directory);
        Files.writeString(job, new Gson().toJson(new Job(runs, commands)));
        var builder = node.process(FLAGS, Node.resource(NodeHarness.class, "harness.mjs"), List.of(job.toString()))
                .redirectOutput(result.toFile())
                .redirectError(log.toFile());
        if (!Node.ends(builder, TIMEOUT_SECONDS)) {
            throw new IllegalStateException("Node failed: " + Files.readString(log));
        }
        return Arrays.stream(new Gson().fromJson(Files.readString(result), Outcome[][].class))
                .map(List::of)
                .toList();
    }
}
