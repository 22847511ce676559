package io.github.mewe.equivalence.harness;

import io.github.mewe.wasm.ValueType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * The input of a run.
 *
 * @param arguments the bits of the arguments
 * @param globals the values of the mutable globals that are numbers, in order
 * @param pokes the bytes to write into memory before the run
 * @param stubs the seed of the stubs' answers
 * @param answers other answers to single calls, in the order of the calls
 * @param effects the bytes that single calls write to memory, in the order of the calls
 */
public record TestInput(
        long[] arguments, long[] globals, List<Poke> pokes, long stubs, List<Answer> answers, List<Effect> effects) {
    /** Copies the lists, and sorts answers and effects by their calls. */
    public TestInput {
        pokes = List.copyOf(pokes);
        answers = sorted(answers, Answer::call);
        effects = sorted(effects, Effect::call);
    }

    private static <T> List<T> sorted(List<T> items, ToIntFunction<T> call) {
        if (items.size() < 2) {
            return List.copyOf(items);
        }
        var sorted = new ArrayList<T>(items);
        sorted.sort(Comparator.comparingInt(call));
        return List.copyOf(sorted);
    }

    /**
     * Bytes in memory.
     *
     * @param value a little-endian number; if the size is above 8, the value of each byte
     * @param size the number of bytes: 1, 2, 4, 8, or more
     */
    public record Poke(int address, long value, int size) {
        /** One of the bytes. */
        public int at(int number) {
            return (int) (size > 8 ? value : value >>> 8 * number) & 0xFF;
        }
    }

    /**
     * The first result of a call.
     *
     * @param call the number of the call in the run, from 0
     * @param bits the bits of the result
     */
    public record Answer(int call, long bits) {}

    /**
     * Bytes that a call writes, like a callee that knows their address.
     *
     * @param call the number of the call in the run, from 0
     */
    public record Effect(int call, Poke poke) {}

    /** The same with other arguments. */
    public TestInput withArguments(long[] others) {
        return new TestInput(others, globals, pokes, stubs, answers, effects);
    }

    /** The same with other globals. */
    public TestInput withGlobals(long[] others) {
        return new TestInput(arguments, others, pokes, stubs, answers, effects);
    }

    /** The same with other bytes in memory. */
    public TestInput withPokes(List<Poke> others) {
        return new TestInput(arguments, globals, others, stubs, answers, effects);
    }

    /** The same without bytes beyond the end of a memory with a size in bytes. */
    public TestInput within(int size) {
        List<Poke> inside = pokes.stream()
                .filter(poke -> poke.address() >= 0 && poke.address() <= size - poke.size())
                .toList();
        return inside.size() == pokes.size() ? this : withPokes(inside);
    }

    /** The same with other answers to all calls. */
    TestInput withStubs(long other) {
        return new TestInput(arguments, globals, pokes, other, List.of(), effects);
    }

    /** The same with other answers to single calls. */
    TestInput withAnswers(List<Answer> others) {
        return new TestInput(arguments, globals, pokes, stubs, others, effects);
    }

    /** The same with other writes by calls. */
    public TestInput withEffects(List<Effect> others) {
        return new TestInput(arguments, globals, pokes, stubs, answers, others);
    }

    /**
     * A NaN with a payload, always the same one: of an operation on two different NaNs, the engine may choose the
     * result (WebAssembly Core Specification, section 4.3.3).
     */
    public static long nan(int bytes) {
        return bytes == 4 ? 0x7FC5_4321L : 0x7FF8_0012_3456_789AL;
    }

    private static boolean isNan(long bits, int bytes) {
        return bytes == 4
                ? (bits & 0x7FFF_FFFFL) > 0x7F80_0000L
                : bytes == 8 && (bits & Long.MAX_VALUE) > 0x7FF0_0000_0000_0000L;
    }

    private static long withOneNan(long bits, int bytes) {
        return isNan(bits, bytes) ? nan(bytes) : bits;
    }

    /** The same with every NaN in arguments, memory and answers replaced by one and the same. */
    public TestInput withOneNan(List<ValueType> params) {
        long[] others = arguments.clone();
        for (int i = 0; i < others.length; i++) {
            ValueType type = params.get(i);
            boolean isFloat = type.isFloat();
            others[i] = isFloat ? withOneNan(others[i], type.equals(ValueType.F32) ? 4 : 8) : others[i];
        }
        return new TestInput(
                others,
                globals,
                pokes.stream().map(TestInput::withOneNan).toList(),
                stubs,
                answers.stream()
                        .map(answer ->
                                new Answer(answer.call(), withOneNan(answer.bits(), answer.bits() >>> 32 == 0 ? 4 : 8)))
                        .toList(),
                effects.stream()
                        .map(effect -> new Effect(effect.call(), withOneNan(effect.poke())))
                        .toList());
    }

    private static Poke withOneNan(Poke poke) {
        return new Poke(poke.address(), withOneNan(poke.value(), poke.size()), poke.size());
    }
}
