package io.github.mewe.variant;

import java.util.Optional;

/**
 * How a variant is known to be equivalent to its original: proved by its derivation, or still to be executed.
 *
 * @param obstacle the step at which the proof stops, and why; empty if the variant is proved
 */
public record Classification(Optional<String> obstacle) {
    /** Every step of the derivation is proved. */
    public static final Classification PROVED = new Classification(Optional.empty());

    /** The classification of a variant that has no proof. */
    public static Classification toBeExecuted(String obstacle) {
        return new Classification(Optional.of(obstacle));
    }

    /** Determines if the variant is proved. */
    public boolean isProved() {
        return obstacle.isEmpty();
    }
}
