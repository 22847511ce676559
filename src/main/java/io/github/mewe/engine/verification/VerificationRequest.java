package io.github.mewe.engine.verification;

import io.github.mewe.execution.RunPlan;
import java.time.Duration;
import java.util.Optional;

/**
 * How much of a multivariant binary shall be verified.
 *
 * @param inputs on how many inputs each variant is executed alone
 * @param seeds under how many seeds whole runs are compared
 * @param exportInputs with how many argument lists each export is called of which only the signature is known
 * @param time how long it may take in all
 * @param seed what all inputs and seeds are drawn by; empty to derive it from the binary
 * @param plan a run that is compared in any case; empty for none
 */
public record VerificationRequest(
        int inputs, int seeds, int exportInputs, Duration time, Optional<String> seed, RunPlan plan) {
    /** On how many inputs each variant is executed by default. */
    public static final int INPUTS = 64;

    /** Under how many seeds whole runs are compared by default. */
    public static final int SEEDS = 4;

    /** With how many argument lists exports are called by default. */
    public static final int EXPORT_INPUTS = 8;

    /** How many seconds it may take by default. */
    public static final int SECONDS = 180;
}
