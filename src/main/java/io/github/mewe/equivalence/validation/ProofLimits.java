package io.github.mewe.equivalence.validation;

import java.time.Duration;

/**
 * How much a proof may take. What exceeds a limit is not proved.
 *
 * @param solving the time that the solver may take for one question; at most three are asked about a variant
 * @param nodes how many nodes of a body may be executed symbolically, those of inlined callees counted as often as they
 *     are inlined
 * @param depth how deep callees may be inlined
 * @param rounds how often the body of a loop that a variant has in place of straight code may be repeated
 */
public record ProofLimits(Duration solving, int nodes, int depth, int rounds) {
    /** Two seconds a question; bodies of some thousands of instructions. */
    public static final ProofLimits DEFAULT = new ProofLimits(Duration.ofSeconds(2), 6_000, 12, 12);

    /** The same limits but for the solver's time. */
    public ProofLimits withSolving(Duration time) {
        return new ProofLimits(time, nodes, depth, rounds);
    }
}
