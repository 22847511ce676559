package io.github.mewe.engine.measurement;

import io.github.mewe.execution.RunPlan;
import io.github.mewe.profile.RecordedProfile;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The extent of a measurement.
 *
 * @param plans the invocations, each with its own runs: a start or one call
 * @param runs the number of traced runs of each invocation
 * @param timing how invocations are timed
 * @param node the Node command, a name on the PATH or a file; empty to measure without Node
 * @param machineCode whether to compare the variants' machine code
 * @param profile the profile that the build used, for the trade-offs of other budgets
 */
public record MeasurementRequest(
        List<RunPlan> plans,
        int runs,
        Timing timing,
        Optional<String> node,
        boolean machineCode,
        Optional<RecordedProfile> profile) {
    /** The default number of traced runs. */
    public static final int RUNS = 1000;

    /** The default number of timed runs. */
    public static final int TIME_RUNS = 200;

    /** The default time limit of an invocation's timed runs, in seconds. */
    public static final int TIME_SECONDS = 30;

    /**
     * How an invocation is timed.
     *
     * @param runs the number of timed runs, of the original and of the binary each; 0 for none
     * @param limit the time limit for all of them
     */
    public record Timing(int runs, Duration limit) {}

    /** The same with other invocations. */
    MeasurementRequest with(List<RunPlan> others) {
        return new MeasurementRequest(others, runs, timing, node, machineCode, profile);
    }

    /** Copies the list. */
    public MeasurementRequest {
        plans = List.copyOf(plans);
    }
}
