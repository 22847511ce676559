package io.github.mewe.equivalence.isolation;

import java.util.List;

/**
 * What a body is run on.
 *
 * @param arguments the bits of the arguments
 * @param globals the values of the module's mutable globals that are numbers, in order
 * @param pokes what is written into memory before the run
 * @param stubs what the stubs' answers derive from
 */
record Input(long[] arguments, long[] globals, List<Poke> pokes, long stubs) {
    /** Copies the list. */
    Input {
        pokes = List.copyOf(pokes);
    }

    /**
     * Bytes written before the run.
     *
     * @param address where
     * @param value a little-endian number
     * @param size how many bytes: 4 or 8
     */
    record Poke(int address, long value, int size) {}
}
