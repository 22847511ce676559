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
import java.util.OptionalInt;

/**
 * Finds the function whose variant makes a run differ, by halves: of the functions that have the variant, those are
 * kept with which the run still differs.
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
     * What was found.
     *
     * @param function the function
     * @param variant its variant
     * @param binary the binary with this variant and else originals
     * @param found what differs with it
     */
    record Culprit(
            Manifest.Function function,
            Manifest.Variant variant,
            byte[] binary,
            ObservationComparison.Different found) {}

    /**
     * Searches.
     *
     * @param plan the run
     * @param reference the original's
     * @param number the number of the variant with which everywhere the run differs
     * @return empty if no single function is to blame, or time is over
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

    /** Whether a run differs with a module from what it was with the original. */
    boolean differs(RunPlan plan, RunComparison.Reference reference, byte[] binary) {
        return difference(plan, reference, binary).isPresent();
    }

    private byte[] binary(List<Manifest.Function> functions, int number) {
        return DeepThread.call(() -> copies.in(functions, number));
    }

    private Optional<ObservationComparison.Different> difference(
            RunPlan plan, RunComparison.Reference reference, byte[] binary) {
        try (PreparedModule module = engine.prepare(binary, ModuleRuns.PROGRAM)) {
            var way = new RunConfiguration(
                    "", Optional.of(module), RunEnvironment.DEFAULT, Optional.empty(), OptionalInt.empty());
            return comparison.compare(reference, plan, way) instanceof ObservationComparison.Different different
                    ? Optional.of(different)
                    : Optional.empty();
        }
    }
}
