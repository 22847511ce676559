package io.github.mewe.property;

import com.google.gson.Gson;
import io.github.mewe.fixture.Node;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One process of Node that runs modules, one after another. It is used by one thread. */
final class Harness implements AutoCloseable {
    private static final int TIMEOUT_SECONDS = 120;
    private static final Gson GSON = new Gson();

    private final Path module;
    private final Path log;
    private final Process process;
    private final Writer jobs;
    private final BufferedReader outcomes;

    /**
     * Starts the process.
     *
     * @param node Node
     * @param directory for what goes in
     */
    Harness(Node node, Path directory) throws IOException {
        Files.createDirectories(directory);
        this.module = directory.resolve("module.wasm").toAbsolutePath();
        this.log = directory.resolve("node.log");
        this.process = node.process(List.of(), Node.resource(Harness.class, "harness.mjs"), List.of())
                .redirectError(log.toFile())
                .start();
        this.jobs = process.outputWriter(StandardCharsets.UTF_8);
        this.outcomes = process.inputReader(StandardCharsets.UTF_8);
    }

    /**
     * What to run of one function.
     *
     * @param exports the bodies' exports
     * @param inputs the inputs, each for every body
     */
    record Run(List<String> exports, List<List<Object>> inputs) {}

    private record Job(String module, List<Run> runs) {}

    /**
     * Runs functions of a module.
     *
     * @param binary the module
     * @param runs what to run
     * @return what came of it: by run, body and input
     */
    String[][][] run(byte[] binary, List<Run> runs) throws IOException, InterruptedException {
        Files.write(module, binary);
        jobs.write(GSON.toJson(new Job(module.toString(), runs)));
        jobs.write('\n');
        jobs.flush();
        String line;
        try {
            line = CompletableFuture.supplyAsync(this::readLine).get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("Node did not answer, with " + module, e);
        }
        if (line == null) {
            throw new IllegalStateException("Node ended, with " + module + ": " + Files.readString(log));
        }
        return GSON.fromJson(line, String[][][].class);
    }

    private String readLine() {
        try {
            return outcomes.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
