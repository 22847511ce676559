package io.github.mewe.spec;

import com.google.gson.Gson;
import io.github.mewe.fixture.Node;
import io.github.mewe.spec.Script.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Runs scripts in Node, with all experimental WebAssembly features that the tests need. */
final class NodeHarness {
    private static final List<String> FLAGS = List.of(
            "--experimental-wasm-acquire-release",
            "--experimental-wasm-custom-descriptors",
            "--experimental-wasm-fp16",
            "--experimental-wasm-shared",
            "--experimental-wasm-wasmfx",
            // This optimisation aborts on some code with stack switching.
            "--no-turboshaft-wasm-load-elimination");
    private static final int TIMEOUT_SECONDS = 120;

    private final Node node;

    private NodeHarness(Node node) {
        this.node = node;
    }

    /** Installs Node unless it is installed. */
    static NodeHarness install() throws IOException, InterruptedException {
        return new NodeHarness(Node.install());
    }

    /**
     * The outcome of a command.
     *
     * @param line the line where it starts in the script
     * @param op the operation
     * @param passed whether the outcome is the script's
     * @param outcome a description of the outcome
     */
    record Outcome(int line, String op, boolean passed, String outcome) {}

    private record Job(List<Subjects.Run> runs, List<Command> commands) {}

    /**
     * Runs a script.
     *
     * @param runs the sets of modules to run it with
     * @param commands the script's commands
     * @param directory for the input and output files
     * @return per run, the outcome of each command
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
