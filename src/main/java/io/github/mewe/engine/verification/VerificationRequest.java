package io.github.mewe.engine.verification;

import java.time.Duration;
import java.util.Optional;

/**
 * How much of a multivariant binary to verify.
 *
 * @param inputs the number of inputs per variant
 * @param seeds the number of seeds per whole run
 * @param exportInputs the number of argument lists per export that no configured run names
 * @param time the time limit of the whole verification
 * @param seed the source of all inputs and seeds; empty to derive it from the binary
 * @param runs the configured runs
 */
public record VerificationRequest(
        int inputs, int seeds, int exportInputs, Duration time, Optional<String> seed, ConfiguredRuns runs) {
    /** The same for one of several modules, which share the time. */
    VerificationRequest forModule(ConfiguredRuns others, int modules) {
        return new VerificationRequest(inputs, seeds, exportInputs, time.dividedBy(modules), seed, others);
    }

    /** The default number of inputs per variant. */
    public static final int INPUTS = 64;

    /** The default number of seeds per whole run. */
    public static final int SEEDS = 4;

    /** The default number of argument lists per export. */
    public static final int EXPORT_INPUTS = 8;

    /** The default time limit in seconds. */
    public static final int SECONDS = 180;
}
