package io.github.mewe.engine.verification;

import io.github.mewe.common.DeepThread;
import io.github.mewe.execution.ObservationComparison;
import io.github.mewe.report.Manifest;
import java.util.List;
import java.util.Optional;

/**
 * Finds the function whose variant makes a run differ, by bisection: each step keeps the half of the functions whose
 * variants still make the run differ.
 */
final class FaultyFunctionSearch {
    private final ForcedBinaries copies;
    private final Deadline deadline;

    FaultyFunctionSearch(ForcedBinaries copies, Deadline deadline) {
        this.copies = copies;
        this.deadline = deadline;
    }

    /** Compares the run of a binary with that of the original. */
    @FunctionalInterface
    interface BinaryComparison {
        /** Returns how the run differs; empty if it does not, or the runs cannot be compared. */
        Optional<ObservationComparison.Different> difference(byte[] binary);
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
    Optional<Culprit> search(BinaryComparison comparison, int number) {
        List<Manifest.Function> suspects = copies.functions();
        while (suspects.size() > 1) {
            int half = suspects.size() / 2;
            List<Manifest.Function> first = suspects.subList(0, half);
            List<Manifest.Function> second = suspects.subList(half, suspects.size());
            if (deadline.isOver()) {
                return Optional.empty();
            }
            if (comparison.difference(binary(first, number)).isPresent()) {
                suspects = first;
            } else if (comparison.difference(binary(second, number)).isPresent()) {
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
        return comparison
                .difference(binary)
                .map(found -> new Culprit(function, ForcedBinaries.variant(function, number), binary, found));
    }

    private byte[] binary(List<Manifest.Function> functions, int number) {
        return DeepThread.call(() -> copies.in(functions, number));
    }
}
