package io.github.mewe.engine.verification;

import io.github.mewe.report.Verification;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The results of comparing whole runs.
 *
 * @param testCases the contents of the files that the divergences name
 */
record RunFindings(
        List<Verification.Run> runs, List<Verification.Divergence> divergences, Map<String, byte[]> testCases) {
    /** Copies the collections. */
    RunFindings {
        runs = List.copyOf(runs);
        divergences = List.copyOf(divergences);
        testCases = Map.copyOf(testCases);
    }

    /** The same with further findings. Differences of a variant that these already have are left out. */
    RunFindings with(RunFindings others) {
        Set<String> reported = divergences.stream()
                .map(Verification.Divergence::variant)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        var all = new ArrayList<>(divergences);
        others.divergences.stream()
                .filter(divergence -> divergence.variant() == null || !reported.contains(divergence.variant()))
                .forEach(all::add);
        var files = new HashMap<>(testCases);
        files.putAll(others.testCases);
        return new RunFindings(
                Stream.concat(runs.stream(), others.runs.stream()).toList(), all, files);
    }
}
