package io.github.mewe.equivalence.isolation;

import io.github.mewe.report.Manifest;
import io.github.mewe.report.Verification;
import java.util.Optional;

/**
 * What came of executing one variant.
 *
 * @param function its function
 * @param variant the variant
 * @param verdict what to report of it
 * @param instructions how many instructions it and its helpers have; 0 if it was not executed
 * @param reached how many of them were reached
 * @param divergence how it differs from its original, if it does
 */
public record IsolatedVariant(
        Manifest.Function function,
        Manifest.Variant variant,
        Verification.Variant verdict,
        int instructions,
        int reached,
        Optional<IsolatedDivergence> divergence) {
    /** It was run to an end, and did what the original did. */
    public static final String EXECUTED = "executed";

    /** It did something else. */
    public static final String DIVERGENT = "divergent";

    /** It could not be run. */
    public static final String NOT_EXECUTED = "not-executed";
}
