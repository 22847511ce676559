package io.github.mewe.engine.verification;

import io.github.mewe.common.DeepThread;
import io.github.mewe.execution.Engine;
import io.github.mewe.execution.ObservationComparison;
import io.github.mewe.execution.PreparedModule;
import io.github.mewe.execution.RunEnvironment;
import io.github.mewe.execution.RunPlan;
import io.github.mewe.report.Manifest;
import java.util.List;
import java.util.Optional;

/**
 * Finds the function whose variant makes a run differ, by bisection: each step keeps the half of the functions whose
 * variants still make the run differ.
 */
final class FaultyFunctionSearch {
    private final Engine engine;
    private final ForcedBinaries copies;
    private final RunComparison comparison;
    private final Deadline deadline;

    FaultyFunctionSearch(Engine engine, ForcedBinaries copies, RunComparison comparison, Deadline deadline) {
        this.engine = engine;
        this.copies = copies;
        this.comparison = comparison;
        this.deadline = deadline;
    }

    /**
     * A variant that alone makes a run differ.
     *
     * @param binary the binary with this variant and original bodies elsewhere
     */
    record Culprit(
            Manifest.Function function,
            Manifest.Variant variant,
            byte[] binary,
            ObservationComparison.Different found) {}

    /**
     * Searches for the function.
     *
     * @param number the variant that makes the run differ when every function uses it
     * @return empty if no single function is responsible, or the deadline is over
     */
    Optional<Culprit> search(RunPlan plan, RunComparison.Reference reference, int number) {
        List<Manifest.Function> suspects = copies.functions();
        while (suspects.size() > 1) {
            int half = suspects.size() / 2;
            List<Manifest.Function> first = suspects.subList(0, half);
            List<Manifest.Function> second = suspects.subList(half, suspects.size());
            if (deadline.isOver()) {
                return Optional.empty();
            }
            if (difference(plan, reference, binary(first, number)).isPresent()) {
                suspects = first;
            } else if (difference(plan, reference, binary(second, number)).isPresent()) {
                suspects = second;
            } else {
                return Optional.empty();
            }
        }
        if (suspects.isEmpty()) {
            return Optional.empty();
        }
        Manifest.Function function = suspects.get(0);
        byte[] binary = binary(suspects, number);
        return difference(plan, reference, binary)
                .map(found -> new Culprit(function, ForcedBinaries.variant(function, number), binary, found));
    }

    /** Compares the run of another module with that of the original. */
    boolean differs(RunPlan plan, RunComparison.Reference reference, byte[] binary) {
        return difference(plan, reference, binary).isPresent();
    }

    private byte[] binary(List<Manifest.Function> functions, int number) {
        return DeepThread.call(() -> copies.in(functions, number));
    }

    private Optional<ObservationComparison.Different> difference(
            RunPlan plan, RunComparison.Reference reference, byte[] binary) {
        try (PreparedModule module = engine.prepare(binary, ModuleRuns.PROGRAM)) {
            var configuration = RunConfiguration.choosing("", module, RunEnvironment.DEFAULT, Optional.empty());
            return comparison.compare(reference, plan, configuration)
                            instanceof ObservationComparison.Different different
                    ? Optional.of(different)
                    : Optional.empty();
        }
    }
}
