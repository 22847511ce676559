package io.github.mewe.engine.verification;

import io.github.mewe.execution.ObservationComparison;
import io.github.mewe.execution.RunPlan;
import io.github.mewe.report.Verification;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Counts the results of the runs of one target in one configuration. */
final class RunTally {
    private int equal;
    private int total;
    private final Map<String, Integer> reasons = new TreeMap<>();
    private Difference difference;

    /**
     * The run in which a difference showed.
     *
     * @param round the number of the run among those of its target
     */
    record Difference(int round, RunPlan plan, ObservationComparison.Different found) {
        String text() {
            return plan + ": " + found.what() + " differs: " + found.original() + " in the original, " + found.other()
                    + " here";
        }
    }

    /**
     * Counts a run. The difference with the lowest number is the one reported, in whatever order runs end.
     *
     * @param round the number of the run among those of its target
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
