package io.github.mewe.equivalence.isolation;

import io.github.mewe.equivalence.harness.ConsumedInput;
import io.github.mewe.equivalence.harness.RunOutcome;
import io.github.mewe.equivalence.harness.TestInput;
import java.util.BitSet;

/**
 * A complete run of an original.
 *
 * @param marks the regions and branches that the run reached
 * @param isSolved true if the input was solved for, so that variants run on it first
 */
record ReferenceRun(TestInput input, ConsumedInput consumed, RunOutcome outcome, BitSet marks, boolean isSolved) {
    private static final int WORK_PER_RUN = 100;

    /** The approximate number of instructions that a run takes in a body with a number of instructions. */
    long work(int instructions) {
        return (outcome.spent() + outcome.calls() + 1L) * (instructions + WORK_PER_RUN);
    }
}
