package io.github.mewe.equivalence.isolation;

import io.github.mewe.equivalence.harness.InitialMemory;
import io.github.mewe.equivalence.harness.ModulePair;
import java.util.function.BooleanSupplier;

/** The state that all threads of a comparison share. */
record IsolationContext(
        ModulePair modules, InitialMemory memory, IsolationSettings settings, BooleanSupplier outOfTime) {
    private static final String OVER =
            "the time for verification, <verify><timeSeconds> (mewe.verify.timeSeconds), was over before it ";

    /** The reason of variants that the time limit cut off. */
    static final String OUT_OF_TIME = OVER + "was executed";

    /** The reason of variants that ran on some inputs only. */
    static final String OUT_OF_TIME_AMID = OVER + "ran on all inputs";

    boolean isOutOfTime() {
        return outOfTime.getAsBoolean();
    }

    /** The same context, out of time as soon as the condition holds. */
    IsolationContext until(BooleanSupplier isStopped) {
        return new IsolationContext(
                modules, memory, settings, () -> isStopped.getAsBoolean() || outOfTime.getAsBoolean());
    }
}
