package io.github.mewe.equivalence.validation;

/** The result of an attempt to prove that a variant is equivalent to its original. */
public sealed interface Proof {

    /**
     * The variant is equivalent for all arguments, memories and globals: same result or kind of trap, same memory and
     * globals at the end (also at a trap), and the same calls in the same order, with the same arguments, memory and
     * globals.
     *
     * <p>The proof assumes that all bodies of a callee are equivalent, which is proved or tested for each of them.
     */
    record Proved() implements Proof {}

    /**
     * The solver found a case in which the variant differs. If {@link Counterexample#exact()} is false, the case
     * depends on assumptions about callees or float operations that may be impossible. A divergence must not be
     * reported before an execution of both bodies confirms it.
     */
    record Refuted(Counterexample counterexample) implements Proof {}

    /**
     * There is neither a proof nor a counterexample.
     *
     * @param reason the construct that is not modelled, or the limit that was exceeded
     */
    record Unknown(String reason) implements Proof {}
}
