package io.github.mewe.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Times of real modules' workloads, by {@code src/test/corpus/times.mjs}. */
public final class WorkloadTimes {
    private final Path base;
    private final Path corpus;
    private final String rounds;
    private final String seconds;

    /**
     * Times.
     *
     * @param base the project's directory
     * @param corpus where the modules are
     * @param rounds how often each candidate is measured in turn with the original
     * @param seconds how long each runs
     */
    public WorkloadTimes(Path base, Path corpus, int rounds, int seconds) {
        this.base = base;
        this.corpus = corpus;
        this.rounds = String.valueOf(rounds);
        this.seconds = String.valueOf(seconds);
    }

    /**
     * The time of each candidate over the original's, both the least over the rounds.
     *
     * @param node the Node that runs the module
     * @param module the module's name in the corpus
     * @param steps whether a step on one instance is timed, else the whole workload
     * @param candidates the files
     * @throws IllegalStateException if an output differs from the original's
     */
    public List<Double> ratios(String node, String module, boolean steps, List<Path> candidates)
            throws IOException, InterruptedException {
        var command = new ArrayList<String>(
                List.of(node, base.resolve("src/test/corpus/times.mjs").toString()));
        if (steps) {
            command.add("--steps");
        }
        command.addAll(List.of(corpus.toString(), module, rounds, seconds));
        candidates.forEach(candidate -> command.add(candidate.toString()));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output;
        try (var in = process.getInputStream()) {
            output = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        if (process.waitFor() != 0) {
            throw new IllegalStateException("the workload of " + module + " fails: " + candidates);
        }
        return Arrays.stream(output.strip().split(" ")).map(Double::valueOf).toList();
    }
}
