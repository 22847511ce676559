package io.github.mewe.variant;

import io.github.mewe.variant.FunctionVariants.Sized;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Selects the variants of one function. Proved variants displace those that only an execution can verify. */
final class VariantSelection {
    private final int wanted;
    private final List<Candidate> proved = new ArrayList<>();
    private final List<Candidate> unproved = new ArrayList<>();

    /**
     * Creates an empty selection.
     *
     * @param wanted the number of variants
     */
    VariantSelection(int wanted) {
        this.wanted = wanted;
    }

    /** A variant, the attempt that made it, and its history. */
    record Candidate(Sized variant, GenerationRecord.Attempt attempt, VariantHistory history) {}

    /** Adds a verifiable variant. */
    void add(Candidate candidate) {
        (candidate.variant().classification().isProved() ? proved : unproved).add(candidate);
    }

    /** Determines if no further variant would be selected. */
    boolean isComplete() {
        return proved.size() >= wanted;
    }

    /** The selected variants: the proved ones in the order of their attempts, then the others. */
    List<Candidate> selected() {
        return Stream.concat(proved.stream(), unproved.stream()).limit(wanted).toList();
    }
}
