package io.github.mewe.engine.verification;

import io.github.mewe.report.Manifest;

/** Checks the variants of a multivariant binary one by one, each against the original body of its function. */
interface VariantChecks {
    /**
     * Checks.
     *
     * @param input the module that the binary was made from
     * @param binary the binary
     * @param manifest its manifest
     * @param request how much is checked
     * @param seed what inputs are drawn by
     * @param deadline until when
     * @param progress hears how far it is
     */
    VariantFindings check(
            byte[] input,
            byte[] binary,
            Manifest manifest,
            VerificationRequest request,
            long seed,
            Deadline deadline,
            VerificationProgress progress);
}
