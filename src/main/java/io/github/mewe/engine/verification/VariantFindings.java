package io.github.mewe.engine.verification;

import io.github.mewe.report.Verification;
import java.util.List;
import java.util.Map;

/**
 * What came of checking variants one by one.
 *
 * @param functions the functions that have variants, in their order
 * @param reached the share of the variants' instructions that were reached, from 0 to 1
 * @param divergences the differences
 * @param testCases the contents of the files that the differences name
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
