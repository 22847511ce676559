package io.github.mewe.hard;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import io.github.mewe.fixture.Node;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs cases in Node. */
final class HardEngine {
    private static final int TIMEOUT_SECONDS = 300;
    private static final Gson GSON = new GsonBuilder().serializeNulls().create();

    private final Node node;
    private final Path directory;

    private HardEngine(Node node, Path directory) {
        this.node = node;
        this.directory = directory;
    }

    /**
     * Installs Node, unless it is installed already.
     *
     * @param directory the directory for input and output
     */
    static HardEngine install(Path directory) throws IOException, InterruptedException {
        return new HardEngine(Node.install(), directory);
    }

    /**
     * A set of modules that the case's script runs with.
     *
     * @param name its name, unique among the subjects
     * @param binaries the modules
     * @param seed the argument of {@code mewe_seed}; null if it is not called
     */
    record Subject(String name, Map<String, byte[]> binaries, Integer seed) {}

    /**
     * The outcome of calling the functions in one way.
     *
     * @param seen the results that the script saw
     * @param notes for each body that ran, in order: the numbers of the instance, the function and the body
     */
    record Way(List<String> seen, List<List<Integer>> notes) {
        /** The notes without the bodies' numbers. */
        List<List<Integer>> calls() {
            return notes.stream().map(note -> note.subList(0, 2)).toList();
        }
    }

    /**
     * The outcome of a subject.
     *
     * @param ways the outcomes by the name of the way, in order
     */
    record Outcome(Map<String, Way> ways) {}

    private record Written(Map<String, String> files, Integer seed) {}

    private record Job(String script, List<Written> subjects) {}

    /**
     * Runs a case.
     *
     * @param flags flags for Node
     * @param hardCase the case
     * @param subjects the sets of modules
     * @return the outcome of each subject
     */
    List<Outcome> run(List<String> flags, HardCase hardCase, List<Subject> subjects)
            throws IOException, InterruptedException {
        Path place = Files.createDirectories(directory.resolve(hardCase.name()));
        var written = new ArrayList<Written>();
        for (Subject subject : subjects) {
            var files = new LinkedHashMap<String, String>();
            for (Map.Entry<String, byte[]> binary : subject.binaries().entrySet()) {
                Path file = place.resolve(subject.name() + "." + binary.getKey() + ".wasm");
                Files.write(file, binary.getValue());
                files.put(binary.getKey(), file.toAbsolutePath().toString());
            }
            written.add(new Written(files, subject.seed()));
        }
        Path job = place.resolve("job.json");
        Path result = place.resolve("outcomes.json");
        Path log = place.resolve("node.log");
        Files.writeString(job, GSON.toJson(new Job(hardCase.script().toString(), written)));
        var builder = node.process(flags, Node.resource(HardEngine.class, "harness.mjs"), List.of(job.toString()))
                .redirectOutput(result.toFile())
                .redirectError(log.toFile());
        if (!Node.ends(builder, TIMEOUT_SECONDS)) {
            throw new IllegalStateException("Node failed: " + Files.readString(log));
        }
        return Arrays.asList(GSON.fromJson(Files.readString(result), Outcome[].class));
    }
}
