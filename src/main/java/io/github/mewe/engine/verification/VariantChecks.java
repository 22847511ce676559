package io.github.mewe.engine.verification;

/** Checks the variants of a multivariant binary one by one, each against the original body of its function. */
interface VariantChecks {
    VariantFindings check(VerificationSubject subject, Deadline deadline, VerificationProgress progress);
}
