package io.github.mewe.equivalence.validation;

import java.time.Duration;

/**
 * The limits of one proof.
 *
 * @param solving the solver's time per query; a variant takes at most three queries
 * @param nodes the number of nodes to execute symbolically, including those of inlined callees
 * @param depth the depth to which callees are inlined
 * @param rounds the number of rounds of a loop that a variant has in place of straight-line code
 */
public record ProofLimits(Duration solving, int nodes, int depth, int rounds) {
    /** Two seconds per query, for bodies of some thousand instructions. */
    public static final ProofLimits DEFAULT = new ProofLimits(Duration.ofSeconds(2), 6_000, 12, 12);

    public ProofLimits withSolving(Duration time) {
        return new ProofLimits(time, nodes, depth, rounds);
    }
}
