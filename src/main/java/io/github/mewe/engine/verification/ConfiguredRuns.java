package io.github.mewe.engine.verification;

import io.github.mewe.execution.RunPlan;
import java.util.Optional;

/**
 * The runs that a user configures.
 *
 * @param plan the calls to make in an engine, which may be empty
 */
public record ConfiguredRuns(RunPlan plan, Optional<VerificationDriver> driver) {
    /** Calls in an engine alone. */
    public static ConfiguredRuns of(RunPlan plan) {
        return new ConfiguredRuns(plan, Optional.empty());
    }
}
