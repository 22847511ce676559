package io.github.mewe.engine.verification;

import java.util.Set;

/** Checks the variants of a multivariant binary one by one, each against the original body of its function. */
interface VariantChecks {
    /**
     * Checks all variants that are not proved and, as far as time allows, a sample of the others.
     *
     * @param proved the indices of the variants that are proved by their derivations
     * @param deadline no variant starts after it
     */
    VariantFindings check(
            VerificationSubject subject, Set<Integer> proved, Deadline deadline, VerificationProgress progress);
}
