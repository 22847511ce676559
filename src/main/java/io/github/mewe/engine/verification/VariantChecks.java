package io.github.mewe.engine.verification;

/** Checks the variants of a multivariant binary one by one, each against the original body of its function. */
interface VariantChecks {
    /**
     * Checks all variants that are not proved and, as far as time allows, a sample of the others.
     *
     * @param derivations the variants that are proved by their derivations
     * @param deadline no variant starts after it
     */
    VariantFindings check(
            VerificationSubject subject,
            DerivationFindings derivations,
            Deadline deadline,
            VerificationProgress progress);
}
