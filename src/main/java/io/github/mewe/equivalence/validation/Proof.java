package io.github.mewe.equivalence.validation;

/** What came of the attempt to prove that a variant does what its original does. */
public sealed interface Proof {

    /**
     * The variant is equivalent for all arguments, memories and globals: same result or same kind of trap, same memory
     * and globals at the end (also at a trap), same calls with the same arguments, memory and globals, in the same
     * order.
     *
     * <p>A callee is taken to do the same as its original whichever of its bodies is called. So the proof of one
     * variant leans on the equivalence of the bodies that it calls, which is proved or tested of each of them on its
     * own.
     */
    record Proved() implements Proof {}

    /**
     * The solver knows a case in which the variant would differ. That alone does not make the variant divergent: where
     * {@link Counterexample#exact()} is false, the case depends on what a callee or a float operation was supposed to
     * do, which may be impossible. Whoever reports a divergence has to execute both bodies on the counterexample first,
     * and must treat the variant as not proved if they do the same there.
     *
     * @param counterexample the case
     */
    record Refuted(Counterexample counterexample) implements Proof {}

    /**
     * Nothing is known.
     *
     * @param reason why: what is not modelled, or that the solver found no answer within its limits
     */
    record Unknown(String reason) implements Proof {}
}
