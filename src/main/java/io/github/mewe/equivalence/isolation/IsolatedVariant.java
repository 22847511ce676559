package io.github.mewe.equivalence.isolation;

import io.github.mewe.report.Manifest;
import io.github.mewe.report.Verification;
import java.util.Optional;

/**
 * The result of executing one variant.
 *
 * @param verdict the entry for the report
 * @param instructions the number of instructions of the variant and its helpers; 0 if it was not executed
 * @param reached how many of them ran at least once
 * @param divergence how the variant differs from its original, if it does
 */
public record IsolatedVariant(
        Manifest.Function function,
        Manifest.Variant variant,
        Verification.Variant verdict,
        int instructions,
        int reached,
        Optional<IsolatedDivergence> divergence) {
    /** It ran to completion and behaved like the original. */
    public static final String EXECUTED = "executed";

    /** It behaved otherwise. */
    public static final String DIVERGENT = "divergent";

    /** It could not be executed. */
    public static final String NOT_EXECUTED = "not-executed";

    static IsolatedVariant notExecuted(Manifest.Function function, Manifest.Variant variant, String reason) {
        var verdict = new Verification.Variant(variant.index(), variant.name(), NOT_EXECUTED, 0, null, reason);
        return new IsolatedVariant(function, variant, verdict, 0, 0, Optional.empty());
    }

    /** The reason of a variant that the harness itself failed on. */
    static String failure(Throwable failure) {
        return "the test harness failed: " + failure;
    }
}
