package io.github.mewe.variant;

import java.util.Optional;

/**
 * How a variant is known to be equivalent to its original: proved by its derivation, still to be executed, or neither.
 *
 * @param obstacle the step at which the proof stops, and why; empty if the variant is proved
 * @param isVerifiable false if the variant is not proved and cannot be executed
 */
public record Classification(Optional<String> obstacle, boolean isVerifiable) {
    /** Every step of the derivation is proved. */
    public static final Classification PROVED = new Classification(Optional.empty(), true);

    /** The classification of a variant that has no proof. */
    public static Classification toBeExecuted(String obstacle) {
        return new Classification(Optional.of(obstacle), true);
    }

    /** The same without a way to execute the variant. */
    public Classification withoutExecution() {
        return new Classification(obstacle, isProved());
    }

    /** Determines if the variant is proved. */
    public boolean isProved() {
        return obstacle.isEmpty();
    }
}
