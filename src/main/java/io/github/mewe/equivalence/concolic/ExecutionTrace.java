package io.github.mewe.equivalence.concolic;

import io.github.mewe.equivalence.harness.TestInput;
import java.util.List;

/**
 * What was seen of one run of a body that was followed.
 *
 * @param input what it was run on
 * @param events what depended on the input, in order
 * @param leaves the parts of the input that the run used
 * @param stores where the first stores of the run went, and what they left there
 * @param places the places that the run passed
 * @param reached for each of these what is remarkable about how, as the bits of this class
 * @param isComplete whether it came to an end of its own
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

    /** There were bits that a mask, a narrow store, or the extension of a sign is about. */
    static final int WIDE = 1 << 8;

    /** An operand was a NaN with a payload. */
    static final int NAN = 1 << 9;

    /** The place was passed. */
    static final int PASSED = 1 << 10;

    /** What an event is. */
    enum Kind {
        /** The term is a condition on which the way of the run depended. */
        DECISION,
        /** The term was an address or a divisor; with another value the run would be another one. */
        KEPT,
        /** The term is what an operation gave. */
        VALUE,
        /** The term is a floating-point number; the truth says that it has 32 bits. */
        FLOAT,
        /** The term is what was loaded. */
        LOAD
    }

    /**
     * Something that depended on the input.
     *
     * @param place where
     * @param kind what
     * @param term how
     * @param truth whether a condition held
     */
    record Event(int place, Kind kind, SymbolicValue term, boolean truth) {}
}
