package io.github.mewe.engine.verification;

import io.github.mewe.report.Manifest;
import java.util.Set;

/**
 * The results of checking derivations.
 *
 * @param proved the indices of the proved variants
 * @param passedOver the indices of the variants that the deadline cut off
 */
record DerivationFindings(Set<Integer> proved, Set<Integer> passedOver) {
    /** The result if no derivation can be checked. */
    static final DerivationFindings NONE = new DerivationFindings(Set.of(), Set.of());

    /** Copies the sets. */
    DerivationFindings {
        proved = Set.copyOf(proved);
        passedOver = Set.copyOf(passedOver);
    }

    boolean isProved(Manifest.Variant variant) {
        return proved.contains(variant.index());
    }

    boolean isPassedOver(Manifest.Variant variant) {
        return passedOver.contains(variant.index());
    }
}
