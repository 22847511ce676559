package io.github.mewe.measure;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import io.github.mewe.common.Resources;
import io.github.mewe.execution.ExportedFunction;
import io.github.mewe.execution.Invocation;
import io.github.mewe.execution.ProgramInput;
import io.github.mewe.execution.RunPlan;
import io.github.mewe.wasm.ValueType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Measures run times in Node, whose V8 browsers and some edge platforms use as well. */
public final class NodeTimer {
    /** Times optimised code only, because a service soon runs nothing else. */
    private static final List<String> OPTIMISED = List.of("--no-liftoff", "--no-wasm-tier-up");

    /** Larger modules are compiled lazily, because compiling all functions would take too long. */
    private static final int MOST_EAGER_BYTES = 1 << 20;

    private static final String EAGER = "--no-wasm-lazy-compilation";
    private static final String SCRIPT = "times.mjs";
    private static final int STARTS = 10;
    private static final int MOST_MESSAGE = 600;
    private static final int SPARE_SECONDS = 120;

    private final String node;
    private final String name;
    private final Gson gson = new Gson();

    /**
     * Creates a timer.
     *
     * @param node the command: a name on the PATH, or a file
     * @param name the engine's name and version
     */
    public NodeTimer(String node, String name) {
        this.node = node;
        this.name = name;
    }

    private record Samples(double[] original, double[] multivariant) {}

    /**
     * Measures in the order original, multivariant, multivariant, original.
     *
     * @param pair the modules to compare
     * @param plan the calls of a run: either a program's start or one invocation
     * @param functions the exported functions by name
     * @throws TimingException if Node rejects the module or a run fails
     * @throws IOException if Node cannot be run
     * @throws InterruptedException if the thread is interrupted while Node runs
     */
    public TimeSamples take(TimingRequest pair, RunPlan plan, Map<String, ExportedFunction> functions)
            throws TimingException, IOException, InterruptedException {
        Path directory = Files.createTempDirectory("mewe-times");
        try {
            Files.write(directory.resolve("original.wasm"), pair.original());
            Files.write(directory.resolve("multivariant.wasm"), pair.multivariant());
            copyScript(directory);
            Map<String, Object> task = task(pair, plan, functions, directory);
            var flags = new ArrayList<>(OPTIMISED);
            if (pair.multivariant().length <= MOST_EAGER_BYTES) {
                flags.add(EAGER);
            }
            Samples calls = run(directory, flags, task, pair);
            task.put("starts", STARTS);
            Samples starts = run(directory, List.of(), task, pair);
            return new TimeSamples(
                    name, calls.original(), calls.multivariant(), starts.original(), starts.multivariant());
        } finally {
            delete(directory);
        }
    }

    private static void copyScript(Path directory) throws IOException {
        Files.write(directory.resolve(SCRIPT), Resources.bytes(NodeTimer.class, SCRIPT));
    }

    private static Map<String, Object> task(
            TimingRequest pair, RunPlan plan, Map<String, ExportedFunction> functions, Path directory)
            throws TimingException, IOException {
        Map<String, Object> task = new LinkedHashMap<>();
        task.put("runs", pair.runs());
        task.put("limitMillis", pair.limit().toMillis());
        pair.seedExport().ifPresent(export -> task.put("seedExport", export));
        List<Map<String, Object>> calls = new ArrayList<>();
        for (Invocation invocation : plan.invocations()) {
            ExportedFunction function = functions.get(invocation.export());
            if (function == null || !function.params().stream().allMatch(ValueType::isScalar)) {
                throw new TimingException(invocation.export() + " is not an exported function with scalar parameters");
            }
            long[] bits = function.arguments(invocation.arguments());
            List<Map<String, String>> arguments = new ArrayList<>();
            for (int i = 0; i < bits.length; i++) {
                arguments.add(
                        Map.of("kind", function.params().get(i).toString(), "bits", Long.toUnsignedString(bits[i])));
            }
            calls.add(Map.of("export", invocation.export(), "arguments", arguments, "times", invocation.times()));
        }
        task.put("calls", calls);
        if (plan.start().isPresent()) {
            task.put("start", start(plan.start().get(), pair.name(), directory));
        }
        return task;
    }

    private static Map<String, Object> start(ProgramInput start, String program, Path directory) throws IOException {
        Files.write(directory.resolve("stdin"), start.stdin());
        List<String> arguments = new ArrayList<>(List.of(program));
        arguments.addAll(start.arguments());
        Map<String, Object> task = new LinkedHashMap<>();
        task.put("arguments", arguments);
        task.put("environment", start.environment());
        if (!start.files().isEmpty()) {
            Path root = Files.createDirectory(directory.resolve("files"));
            for (Map.Entry<String, byte[]> file : start.files().entrySet()) {
                Path path = root.resolve(file.getKey());
                Files.createDirectories(path.getParent());
                Files.write(path, file.getValue());
            }
            task.put("files", "files");
        }
        return task;
    }

    private Samples run(Path directory, List<String> flags, Map<String, Object> task, TimingRequest pair)
            throws TimingException, IOException, InterruptedException {
        Files.writeString(directory.resolve("task.json"), gson.toJson(task), StandardCharsets.UTF_8);
        var command = new ArrayList<String>();
        command.add(node);
        command.addAll(flags);
        command.add("--no-warnings");
        command.add(SCRIPT);
        Path output = directory.resolve("output.json");
        Path errors = directory.resolve("errors.txt");
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
        boolean ended = false;
        try {
            ended = process.waitFor(pair.limit().toSeconds() + SPARE_SECONDS, TimeUnit.SECONDS);
        } finally {
            if (!ended) {
                process.destroyForcibly().waitFor();
            }
        }
        if (!ended) {
            throw new TimingException(name + " exceeded the time limit");
        }
        if (process.exitValue() != 0) {
            String text = Files.readString(errors, StandardCharsets.ISO_8859_1).strip();
            throw new TimingException(name + ": " + text.substring(0, Math.min(MOST_MESSAGE, text.length())));
        }
        try {
            return gson.fromJson(Files.readString(output), Samples.class);
        } catch (JsonParseException e) {
            throw new TimingException(name + " wrote invalid output: " + e.getMessage());
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
