package io.github.mewe.equivalence.harness;

import java.util.Arrays;

/**
 * The observable behaviour of a run.
 *
 * @param trap the kind of trap, or the reason why the engine failed; else empty
 * @param results the bits of the results
 * @param calls the number of stub calls
 * @param log a hash of these calls: callees, arguments, memory and globals
 * @param memory a fingerprint of the final memory
 * @param globals a hash of the final globals
 * @param spent the number of loop rounds and function entries
 */
public record RunOutcome(
        End end, String trap, long[] results, int calls, long log, long memory, long globals, int spent) {
    public enum End {
        /** It returned. */
        RETURNED,
        /** It trapped. */
        TRAPPED,
        /** It exceeded its limits. */
        EXHAUSTED,
        /** The engine failed. */
        FAILED
    }

    /** Determines if the run returned or trapped. */
    public boolean isComplete() {
        return end == End.RETURNED || end == End.TRAPPED;
    }

    /** Determines if two complete runs behaved the same, however long they took. */
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
