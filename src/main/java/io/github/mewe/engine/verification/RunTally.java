package io.github.mewe.engine.verification;

import io.github.mewe.execution.ObservationComparison;
import io.github.mewe.execution.RunPlan;
import io.github.mewe.report.Verification;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Counts what comes of the runs of one target in one way. */
final class RunTally {
    private int equal;
    private int total;
    private final Map<String, Integer> reasons = new TreeMap<>();
    private Difference difference;

    /**
     * A difference.
     *
     * @param round the run's number among those of its target
     * @param plan in what run
     * @param found what differs
     */
    record Difference(int round, RunPlan plan, ObservationComparison.Different found) {
        /** The difference in words. */
        String text() {
            return plan + ": " + found.what() + " differs: " + found.original() + " in the original, " + found.other()
                    + " here";
        }
    }

    /**
     * Counts a run. In whatever order runs end, the first of their numbers is the one that is told of.
     *
     * @param round the run's number
     * @param plan the run
     * @param comparison what came of it
     */
    synchronized void add(int round, RunPlan plan, ObservationComparison comparison) {
        total++;
        if (comparison instanceof ObservationComparison.Incomparable incomparable) {
            reasons.merge(incomparable.reason(), 1, Integer::sum);
        } else if (comparison instanceof ObservationComparison.Different different) {
            if (difference == null || round < difference.round()) {
                difference = new Difference(round, plan, different);
            }
        } else {
            equal++;
        }
    }

    synchronized Optional<Difference> difference() {
        return Optional.ofNullable(difference);
    }

    /** The outcome for the report. */
    synchronized Verification.Run run(String target, String engine, String choices) {
        if (difference != null) {
            return new Verification.Run(target, engine, choices, "divergent", difference.text());
        }
        String why = reasons.entrySet().stream()
                .map(reason -> reason.getKey() + (total == 1 ? "" : " (" + reason.getValue() + " of " + total + ")"))
                .collect(Collectors.joining("; "));
        return new Verification.Run(
                target, engine, choices, equal == 0 ? "not-run" : "equal", why.isEmpty() ? null : why);
    }
}
