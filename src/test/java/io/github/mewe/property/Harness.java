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
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A Node process that runs modules one at a time, for a single thread. */
final class Harness implements AutoCloseable {
    /** A module takes much less than a second. */
    private static final int MODULE_SECONDS = 10;

    private static final int BODY_SECONDS = 5;
    private static final String ENDLESS = "no end: it was still running after %d seconds;".formatted(BODY_SECONDS);
    private static final Gson GSON = new Gson();

    private final Node node;
    private final Path module;
    private final Path log;
    private Process process;
    private Writer jobs;
    private BufferedReader outcomes;

    /**
     * Starts the process.
     *
     * @param node Node
     * @param directory the directory for its input
     */
    Harness(Node node, Path directory) throws IOException {
        Files.createDirectories(directory);
        this.node = node;
        this.module = directory.resolve("module.wasm").toAbsolutePath();
        this.log = directory.resolve("node.log");
        start();
    }

    private void start() throws IOException {
        process = node.process(List.of(), Node.resource(Harness.class, "harness.mjs"), List.of())
                .redirectError(log.toFile())
                .start();
        jobs = process.outputWriter(StandardCharsets.UTF_8);
        outcomes = process.inputReader(StandardCharsets.UTF_8);
    }

    /**
     * The runs of one function.
     *
     * @param exports the bodies' exports
     * @param inputs the inputs, each for every body
     */
    record Run(List<String> exports, List<List<Object>> inputs) {
        /** Copies the lists. */
        Run {
            exports = List.copyOf(exports);
            inputs = List.copyOf(inputs);
        }
    }

    private record Job(String module, List<Run> runs) {}

    /**
     * Runs functions of a module.
     *
     * @param binary the module
     * @param runs the runs
     * @return the outcomes, by run, body and input
     */
    String[][][] run(byte[] binary, List<Run> runs) throws IOException, InterruptedException {
        Files.write(module, binary);
        Optional<String[][][]> all = answer(runs, MODULE_SECONDS);
        if (all.isPresent()) {
            return all.get();
        }
        // A body does not terminate: run each alone to find it.
        var each = new String[runs.size()][][];
        for (int i = 0; i < each.length; i++) {
            Run run = runs.get(i);
            each[i] = new String[run.exports().size()][];
            for (int body = 0; body < each[i].length; body++) {
                Optional<String[][][]> one =
                        answer(List.of(new Run(List.of(run.exports().get(body)), run.inputs())), BODY_SECONDS);
                each[i][body] = one.isPresent()
                        ? one.get()[0][0]
                        : run.inputs().stream().map(input -> ENDLESS).toArray(String[]::new);
            }
        }
        return each;
    }

    /** Node's answer to a job; empty if it did not answer in time, in which case a new Node has been started. */
    private Optional<String[][][]> answer(List<Run> runs, int seconds) throws IOException, InterruptedException {
        jobs.write(GSON.toJson(new Job(module.toString(), runs)));
        jobs.write('\n');
        jobs.flush();
        String line;
        try {
            BufferedReader reader = outcomes;
            line = CompletableFuture.supplyAsync(() -> readLine(reader)).get(seconds, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            close();
            start();
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException("cannot read from Node while it runs " + module, e);
        }
        if (line == null) {
            throw new IllegalStateException("Node ended, with " + module + ": " + Files.readString(log));
        }
        return Optional.of(GSON.fromJson(line, String[][][].class));
    }

    /** A line; null if the process has ended or was killed at the time limit. */
    private static String readLine(BufferedReader reader) {
        try {
            return reader.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
