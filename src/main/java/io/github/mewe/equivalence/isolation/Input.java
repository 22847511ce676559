package io.github.mewe.equivalence.isolation;

import java.util.List;

/**
 * What a body is run on.
 *
 * @param arguments the bits of the arguments
 * @param globals the values of the module's mutable globals that are numbers, in order
 * @param pokes what is written into memory before the run
 * @param stubs what the stubs' answers derive from
 * @param answers what single calls are answered instead
 * @param effects what single calls write to memory
 */
record Input(
        long[] arguments, long[] globals, List<Poke> pokes, long stubs, List<Answer> answers, List<Effect> effects) {
    /** Copies the lists. */
    Input {
        pokes = List.copyOf(pokes);
        answers = List.copyOf(answers);
        effects = List.copyOf(effects);
    }

    /**
     * Bytes written before the run.
     *
     * @param address where
     * @param value a little-endian number; of more than 8 bytes, what each of them is
     * @param size how many bytes: 1, 2, 4, 8, or more
     */
    record Poke(int address, long value, int size) {
        /** One of the bytes. */
        int at(int number) {
            return (int) (size > 8 ? value : value >>> 8 * number) & 0xFF;
        }
    }

    /**
     * The first result of a call.
     *
     * @param call the number of the call in the run, from 0 on
     * @param bits the bits of the result
     */
    record Answer(int call, long bits) {}

    /**
     * Bytes that a call writes, as a callee may that knows where they are.
     *
     * @param call the number of the call in the run, from 0 on
     * @param poke the bytes
     */
    record Effect(int call, Poke poke) {}

    /** The same with other arguments. */
    Input withArguments(long[] others) {
        return new Input(others, globals, pokes, stubs, answers, effects);
    }

    /** The same with other globals. */
    Input withGlobals(long[] others) {
        return new Input(arguments, others, pokes, stubs, answers, effects);
    }

    /** The same with other bytes in memory. */
    Input withPokes(List<Poke> others) {
        return new Input(arguments, globals, others, stubs, answers, effects);
    }

    /** The same with other answers to all calls. */
    Input withStubs(long other) {
        return new Input(arguments, globals, pokes, other, List.of(), effects);
    }

    /** The same with other answers to single calls. */
    Input withAnswers(List<Answer> others) {
        return new Input(arguments, globals, pokes, stubs, others, effects);
    }

    /** The same with other writes by calls. */
    Input withEffects(List<Effect> others) {
        return new Input(arguments, globals, pokes, stubs, answers, others);
    }
}
