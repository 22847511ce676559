package io.github.mewe.variant.synthesis;

import java.util.List;
import java.util.Optional;

/**
 * Decides claims about formulas for all inputs. It must be thread-safe, and each answer must depend on the question
 * alone.
 */
public interface Prover {

    /**
     * Returns true if two formulas provably have the same value for all inputs.
     *
     * @param effort the limit on the effort, in a unit of the prover of about a microsecond
     * @return false also if the prover reaches no decision
     */
    boolean areEqual(Formula left, Formula right, int effort);

    /**
     * Finds numbers for which a template has given values.
     *
     * @param template a formula
     * @param unknowns the constant inputs of the template to solve for
     * @param samples inputs (those of the unknowns are ignored), each with the template's value
     * @return the numbers, in the order of the unknowns; empty if none exist or the prover finds none
     */
    Optional<List<Long>> solve(Formula template, List<Formula.Input> unknowns, List<Sample> samples);

    /**
     * Inputs and the value that they yield.
     *
     * @param inputs the values of the inputs, by index
     * @param value the value
     */
    record Sample(long[] inputs, long value) {}
}
