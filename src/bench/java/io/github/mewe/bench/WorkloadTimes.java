package io.github.mewe.bench;

import io.github.mewe.fixture.RealModules;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Times of real modules' workloads, by {@code src/test/corpus/times.mjs}.
 *
 * @param rounds the number of times that each candidate is measured, in turn with the original
 * @param seconds the duration of each measurement
 */
public record WorkloadTimes(int rounds, int seconds) {
    /**
     * The ratio of each candidate's time to the original's; each time is the minimum over the rounds.
     *
     * @param node the Node that runs the module
     * @param module the module's name in the corpus
     * @param steps true to time a step on one instance, false to time the whole workload
     * @param candidates the files
     * @throws IllegalStateException if an output differs from the original's
     */
    public List<Double> ratios(String node, String module, boolean steps, List<Path> candidates)
            throws IOException, InterruptedException {
        var command = new ArrayList<String>(
                List.of(node, ProjectFiles.file("src/test/corpus/times.mjs").toString()));
        if (steps) {
            command.add("--steps");
        }
        command.addAll(List.of(RealModules.CORPUS.toString(), module, String.valueOf(rounds), String.valueOf(seconds)));
        candidates.forEach(candidate -> command.add(candidate.toString()));
        return Arrays.stream(Subprocess.output(command).strip().split(" "))
                .map(Double::valueOf)
                .toList();
    }
}
