package io.github.mewe.engine.verification;

import io.github.mewe.report.Verification;
import java.util.List;
import java.util.Map;

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
}
