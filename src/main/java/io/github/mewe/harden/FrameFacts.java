package io.github.mewe.harden;

import java.util.BitSet;

/** Facts about a function's frame on the stack in linear memory. */
sealed interface FrameFacts {

    /** The function does not use the stack pointer. */
    record NoFrame() implements FrameFacts {}

    /**
     * The function's use of the stack pointer is not understood.
     *
     * @param reason a clause whose subject is the function
     */
    record NotUnderstood(String reason) implements FrameFacts {}

    /**
     * A frame that can lie anywhere below the caller's frame. Reads and writes of the stack pointer have numbers, in
     * post-order.
     *
     * @param entryReads the reads that yield the value at entry
     * @param lowerings the writes that lower the stack pointer from its value at entry
     * @param restoringWrites the writes that restore the value at entry
     * @param checks the restoring writes before which the stack pointer is lowered
     * @param isGuardable true if every path between the entry and a check passes a lowering
     */
    record Frame(BitSet entryReads, BitSet lowerings, BitSet restoringWrites, BitSet checks, boolean isGuardable)
            implements FrameFacts {}
}
