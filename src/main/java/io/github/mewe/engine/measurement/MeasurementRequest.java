package io.github.mewe.engine.measurement;

import io.github.mewe.execution.RunPlan;
import io.github.mewe.profile.RecordedProfile;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What shall be measured of a multivariant binary besides its code.
 *
 * @param plans the invocations, each of which makes a run of its own: a start, or one call
 * @param runs how many runs of each are traced
 * @param timeRuns how many times are taken of each, of the original and of the binary; 0 for none
 * @param timeLimit how long taking the times of one invocation may last
 * @param node the command of Node: a name on the PATH, or a file; empty to do without
 * @param machineCode whether the variants are compared as machine code, if Node is there
 * @param profile the profile that the binary was made with, for what other budgets would buy
 */
public record MeasurementRequest(
        List<RunPlan> plans,
        int runs,
        int timeRuns,
        Duration timeLimit,
        Optional<String> node,
        boolean machineCode,
        Optional<RecordedProfile> profile) {
    /** How many runs are traced by default. */
    public static final int RUNS = 1000;

    /** How many times are taken by default. */
    public static final int TIME_RUNS = 200;

    /** How many seconds taking the times of one invocation may last by default. */
    public static final int TIME_SECONDS = 30;

    /** Copies the list. */
    public MeasurementRequest {
        plans = List.copyOf(plans);
    }
}
