package io.github.mewe.equivalence.concolic;

import io.github.mewe.equivalence.harness.TestInput;
import java.util.List;

/**
 * The trace of one interpreted run.
 *
 * @param events the events that depended on the input, in order
 * @param leaves the parts of the input that the run used
 * @param stores the first stores of the run
 * @param places the instructions that the run passed
 * @param reached the corner cases at each of these, as bits of this class
 * @param isComplete true if the run returned or trapped
 */
record ExecutionTrace(
        TestInput input,
        List<Event> events,
        List<SymbolicValue> leaves,
        List<TestInput.Poke> stores,
        int[] places,
        int[] reached,
        boolean isComplete) {
    /** A condition did not hold. */
    static final int FALSE = 1;

    /** A condition held. */
    static final int TRUE = 1 << 1;

    /** The operands of a comparison were equal. */
    static final int EQUAL = 1 << 2;

    /** The first operand of a comparison was one more than the second. */
    static final int ABOVE = 1 << 3;

    /** The first operand of a comparison was one less than the second. */
    static final int BELOW = 1 << 4;

    /** The operands of a comparison had different signs. */
    static final int SIGNS = 1 << 5;

    /** The first operand was negative. */
    static final int NEGATIVE = 1 << 6;

    /** The second operand was zero. */
    static final int ZERO = 1 << 7;

    /** The value had bits that a mask clears, a narrow store drops, or a sign extension copies. */
    static final int WIDE = 1 << 8;

    /** An operand was a NaN with a payload. */
    static final int NAN = 1 << 9;

    /** The run passed the place. */
    static final int PASSED = 1 << 10;

    enum Kind {
        /** The value is a condition that decided a branch. */
        DECISION,
        /** The value is an address or a divisor, which the run depends on. */
        KEPT,
        /** The value is the result of an operation. */
        VALUE,
        /** The value is a float; the truth means that it has 32 bits. */
        FLOAT,
        /** The value was loaded. */
        LOAD
    }

    /**
     * A value that depended on the input.
     *
     * @param place the instruction
     * @param term the symbolic value
     * @param truth the value of a condition
     */
    record Event(int place, Kind kind, SymbolicValue term, boolean truth) {}
}
