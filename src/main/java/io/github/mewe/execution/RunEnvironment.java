package io.github.mewe.execution;

import java.time.Duration;
import java.util.Optional;

/**
 * The environment of an instance. Equal environments make equal runs: WASI's clock advances with each reading.
 *
 * @param program the input of a WASI program; empty for other modules
 * @param random the seed of the random numbers that the program requests from WASI
 * @param keys the seed of the keys for the randomness sources {@code wasi} and {@code host}. The discriminator's
 *     request to WASI is recognised by its 16 bytes at address 0
 * @param timeLimit the limit for instantiation and for each call
 * @param mostPages the limit that memories can grow to in the embedded engine, in pages of 64 KiB
 * @param choices receives choices
 */
public record RunEnvironment(
        Optional<ProgramInput> program,
        long random,
        long keys,
        Optional<Duration> timeLimit,
        int mostPages,
        ChoiceListener choices) {
    /** No input and no limit. */
    public static final RunEnvironment DEFAULT =
            new RunEnvironment(Optional.empty(), 0, 0, Optional.empty(), Integer.MAX_VALUE, ChoiceListener.NONE);

    /** Replaces the program's input. */
    public RunEnvironment with(ProgramInput input) {
        return new RunEnvironment(Optional.of(input), random, keys, timeLimit, mostPages, choices);
    }

    /** Replaces the seed of the keys. */
    public RunEnvironment withKeys(long other) {
        return new RunEnvironment(program, random, other, timeLimit, mostPages, choices);
    }

    /** Replaces the time limit. */
    public RunEnvironment with(Duration limit) {
        return new RunEnvironment(program, random, keys, Optional.of(limit), mostPages, choices);
    }

    /** Replaces the limit of memories. */
    public RunEnvironment withMostPages(int pages) {
        return new RunEnvironment(program, random, keys, timeLimit, pages, choices);
    }

    /** Replaces the listener. */
    public RunEnvironment with(ChoiceListener listener) {
        return new RunEnvironment(program, random, keys, timeLimit, mostPages, listener);
    }
}
