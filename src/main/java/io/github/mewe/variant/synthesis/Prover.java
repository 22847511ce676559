package io.github.mewe.variant.synthesis;

import java.util.List;
import java.util.Optional;

/** Decides about formulas for all inputs. Used by several threads. What it answers depends on the question alone. */
public interface Prover {

    /**
     * Whether two formulas have the same value for all inputs.
     *
     * @param effort how much may be done to decide it, in a unit of the prover's own: about a microsecond
     * @return false also if it could not be decided
     */
    boolean areEqual(Formula left, Formula right, int effort);

    /**
     * Finds numbers with which a template has given values.
     *
     * @param template a formula
     * @param unknowns the constant inputs of the template that are wanted
     * @param samples inputs (those of the unknowns are ignored), each with the template's value
     * @return the numbers, in the order of the unknowns; empty if there are none, or none could be found
     */
    Optional<List<Long>> solve(Formula template, List<Formula.Input> unknowns, List<Sample> samples);

    /**
     * Inputs and the value for them.
     *
     * @param inputs the inputs' values by their indices
     * @param value the value
     */
    record Sample(long[] inputs, long value) {}
}
