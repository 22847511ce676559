package io.github.mewe.equivalence.harness;

import java.util.Arrays;

/**
 * What a run did.
 *
 * @param end how it ended
 * @param trap what kind of trap it was, or why the engine failed; empty if neither
 * @param results the bits of the results
 * @param calls how many calls of stubs it made
 * @param log a hash of these calls: callees, arguments, and memory and globals at each of them
 * @param memory a number for the memory's content at the end
 * @param globals a hash of the globals at the end
 * @param spent how many rounds of loops and entries of functions it made
 */
public record RunOutcome(
        End end, String trap, long[] results, int calls, long log, long memory, long globals, int spent) {
    /** How a run ended. */
    public enum End {
        /** It returned. */
        RETURNED,
        /** It trapped. */
        TRAPPED,
        /** It did more than it was given to do: how it would have ended is not known. */
        EXHAUSTED,
        /** The engine failed. */
        FAILED
    }

    /** Whether the run came to an end of its own. */
    public boolean isComplete() {
        return end == End.RETURNED || end == End.TRAPPED;
    }

    /** Whether two complete runs did the same, however long they took. */
    public boolean isSameAs(RunOutcome other) {
        return end == other.end
                && trap.equals(other.trap)
                && Arrays.equals(results, other.results)
                && calls == other.calls
                && log == other.log
                && memory == other.memory
                && globals == other.globals;
    }
}
