package io.github.mewe.execution;

import java.time.Duration;
import java.util.Optional;

/**
 * What an instance finds around it. Equal settings make equal runs: the clock of WASI counts how often it is asked.
 *
 * @param program what a WASI program is given
 * @param random what the random numbers are drawn by that the program asks WASI for
 * @param keys what the keys are drawn by that the randomness sources {@code wasi} and {@code host} ask for. The
 *     linker's request of WASI is known by the place that it asks for 16 bytes at, the memory's first
 * @param timeLimit how long instantiation, and each call, may take
 * @param choices hears of choices
 */
public record RunEnvironment(
        Optional<ProgramInput> program, long random, long keys, Optional<Duration> timeLimit, ChoiceListener choices) {
    /** Nothing given, and no limit. */
    public static final RunEnvironment DEFAULT =
            new RunEnvironment(Optional.empty(), 0, 0, Optional.empty(), ChoiceListener.NONE);

    /** The same with something for a WASI program. */
    public RunEnvironment with(ProgramInput start) {
        return new RunEnvironment(Optional.of(start), random, keys, timeLimit, choices);
    }

    /** The same with other keys. */
    public RunEnvironment withKeys(long other) {
        return new RunEnvironment(program, random, other, timeLimit, choices);
    }

    /** The same with a time limit. */
    public RunEnvironment with(Duration limit) {
        return new RunEnvironment(program, random, keys, Optional.of(limit), choices);
    }

    /** The same with somebody who hears of choices. */
    public RunEnvironment with(ChoiceListener listener) {
        return new RunEnvironment(program, random, keys, timeLimit, listener);
    }
}
