package io.github.mewe.execution;

import io.github.mewe.common.Resources;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.commons.io.FileUtils;

/**
 * A Node script of the user that takes the path of a module as its only argument, runs the module and prints a result.
 * It runs in its own directory. The module has the same file name in every run.
 */
public final class NodeDriver {
    private static final String SEED_SCRIPT = "driver-seed.cjs";
    private static final int MOST_MESSAGE = 600;

    private final String node;
    private final Path script;
    private final String fileName;

    /**
     * Creates a driver.
     *
     * @param node the Node command: a name on the PATH, or a file
     * @param fileName the file name of the module
     */
    public NodeDriver(String node, Path script, String fileName) {
        this.node = node;
        this.script = script.toAbsolutePath();
        this.fileName = fileName;
    }

    /** The result of a run. */
    public sealed interface Result {}

    /**
     * The script ended.
     *
     * @param status its exit status
     * @param output its standard output
     * @param errors the end of its standard error
     */
    public record Ended(int status, byte[] output, String errors) implements Result {}

    /** The time limit stopped the script. */
    public record Stopped(Duration limit) implements Result {}

    /**
     * Runs the script with a module.
     *
     * @param seed the seed for every instance of the module, if any
     * @throws IOException if Node cannot run
     * @throws InterruptedException if the thread is interrupted while Node runs
     */
    public Result run(byte[] module, Optional<HostSeed> seed, Duration limit) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("mewe-driver");
        try {
            Path file = Files.write(directory.resolve(fileName), module);
            return run(directory, builder(directory, file, seed), limit);
        } finally {
            FileUtils.deleteQuietly(directory.toFile());
        }
    }

    private ProcessBuilder builder(Path directory, Path module, Optional<HostSeed> seed) throws IOException {
        var command = new ArrayList<>(List.of(node));
        if (seed.isPresent()) {
            Path seeding = Files.write(directory.resolve(SEED_SCRIPT), Resources.bytes(NodeDriver.class, SEED_SCRIPT));
            command.addAll(List.of("--require", seeding.toString()));
        }
        command.addAll(List.of(script.toString(), module.toString()));
        var builder = new ProcessBuilder(command).directory(script.getParent().toFile());
        seed.ifPresent(value -> builder.environment()
                .putAll(Map.of(
                        "MEWE_SEED_EXPORT", value.export(),
                        "MEWE_SEED_LOW", Long.toString(value.low()),
                        "MEWE_SEED_HIGH", Long.toString(value.high()))));
        return builder;
    }

    private static Result run(Path directory, ProcessBuilder builder, Duration limit)
            throws IOException, InterruptedException {
        File output = directory.resolve("output.txt").toFile();
        File errors = directory.resolve("errors.txt").toFile();
        Process process = builder.redirectOutput(output).redirectError(errors).start();
        process.getOutputStream().close();
        boolean isEnded = false;
        try {
            isEnded = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } finally {
            if (!isEnded) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor();
            }
        }
        return isEnded
                ? new Ended(process.exitValue(), FileUtils.readFileToByteArray(output), end(errors))
                : new Stopped(limit);
    }

    private static String end(File errors) throws IOException {
        String text = FileUtils.readFileToString(errors, StandardCharsets.UTF_8).strip();
        return text.substring(Math.max(0, text.length() - MOST_MESSAGE));
    }
}
