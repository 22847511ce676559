package io.github.mewe.engine.verification;

import io.github.mewe.report.Verification;
import java.util.List;
import java.util.Map;

/**
 * The results of checking variants one by one.
 *
 * @param functions the functions that have variants, in the order of the manifest
 * @param reached the share of the variants' instructions that ran at least once, from 0 to 1
 * @param testCases the contents of the files that the divergences name
 */
record VariantFindings(
        List<Verification.Function> functions,
        double reached,
        List<Verification.Divergence> divergences,
        Map<String, byte[]> testCases) {
    /** Copies the collections. */
    VariantFindings {
        functions = List.copyOf(functions);
        divergences = List.copyOf(divergences);
        testCases = Map.copyOf(testCases);
    }
}
