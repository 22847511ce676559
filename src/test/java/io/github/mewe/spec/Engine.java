package io.github.mewe.spec;

import com.google.gson.Gson;
import io.github.mewe.spec.Script.Command;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Node with every feature that it has, and the harness in it. */
final class Engine {
    private static final List<String> FLAGS = List.of(
            "--experimental-wasm-acquire-release",
            "--experimental-wasm-custom-descriptors",
            "--experimental-wasm-fp16",
            "--experimental-wasm-shared",
            "--experimental-wasm-wasmfx",
            // It aborts on some code with stack switching.
            "--no-turboshaft-wasm-load-elimination");
    private static final int TIMEOUT_SECONDS = 120;
    private static final int INSTALL_SECONDS = 300;
    private static final String LOCK = "package-lock.json";

    private final Path node;

    private Engine(Path node) {
        this.node = node;
    }

    /**
     * Installs the version of Node that package.json names, unless it is there.
     *
     * @param directory where to
     */
    static Engine install(Path directory) throws IOException, InterruptedException {
        Files.createDirectories(directory);
        Path modules = directory.resolve("node_modules");
        boolean isComplete = Files.exists(modules.resolve(".package-lock.json"));
        if (!isComplete || Files.mismatch(directory.resolve(LOCK), resource(LOCK)) >= 0) {
            npmInstall(directory);
        }
        try (Stream<Path> packages = Files.list(modules)) {
            Path installed = packages.filter(
                            path -> path.getFileName().toString().startsWith("node-"))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("there is no Node for this platform in package.json"));
            return new Engine(installed.resolve("bin/node").toAbsolutePath());
        }
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
        var command = new ArrayList<String>();
        command.add(node.toString());
        command.addAll(FLAGS);
        command.add(resource("harness.mjs").toString());
        command.add(job.toString());
        var builder =
                new ProcessBuilder(command).redirectOutput(result.toFile()).redirectError(log.toFile());
        if (!ends(builder, TIMEOUT_SECONDS)) {
            throw new IllegalStateException("Node did not end as it should: " + Files.readString(log));
        }
        return Arrays.stream(new Gson().fromJson(Files.readString(result), Outcome[][].class))
                .map(List::of)
                .toList();
    }

    private static void npmInstall(Path directory) throws IOException, InterruptedException {
        for (String name : List.of("package.json", LOCK)) {
            Files.copy(resource(name), directory.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
        Path log = directory.resolve("npm.log");
        var npm = new ProcessBuilder("npm", "ci", "--no-audit", "--no-fund")
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        if (!ends(npm, INSTALL_SECONDS)) {
            throw new IllegalStateException("npm ci failed: " + Files.readString(log));
        }
    }

    private static boolean ends(ProcessBuilder builder, int seconds) throws IOException, InterruptedException {
        Process process = builder.start();
        if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            return false;
        }
        return process.exitValue() == 0;
    }

    private static Path resource(String name) {
        try {
            return Path.of(Engine.class.getResource(name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
