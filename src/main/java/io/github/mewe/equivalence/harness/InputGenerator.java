package io.github.mewe.equivalence.harness;

import io.github.mewe.wasm.FunctionType;
import io.github.mewe.wasm.ModuleSections;
import io.github.mewe.wasm.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Generates and mutates the inputs of one function. */
public final class InputGenerator {
    private static final int MOST_POKES = 24;
    private static final int MOST_TWIN_WORDS = 8;
    private static final int BLANK = 2048;
    private static final double[] POINTERS = {0.05, 0.4, 0.85};

    private final InitialMemory map;
    private final FunctionType shape;
    private final BodyFacts facts;
    private final ValueGenerator values;

    /**
     * Generates inputs for one function.
     *
     * @param map the memory that pointers refer to
     * @param shape the type of the function
     * @param facts facts about its body
     */
    public InputGenerator(InitialMemory map, FunctionType shape, BodyFacts facts) {
        this.map = map;
        this.shape = shape;
        this.facts = facts;
        this.values = new ValueGenerator(map, facts);
    }

    public ValueGenerator values() {
        return values;
    }

    /** A random input. */
    public TestInput fresh(SplittableRandom random) {
        double pointers = POINTERS[random.nextInt(POINTERS.length)];
        var arguments = new long[shape.params().size()];
        for (int i = 0; i < arguments.length; i++) {
            boolean isSame = i > 0 && random.nextInt(8) == 0;
            arguments[i] = isSame
                    ? shape.params().get(i).truncate(arguments[random.nextInt(i)])
                    : argument(i, pointers, random);
        }
        var pokes = new ArrayList<TestInput.Poke>();
        blank(arguments, pokes, random);
        pokes.addAll(pokes(arguments, random));
        twin(arguments, pokes, random);
        return new TestInput(arguments, globals(random), pokes, random.nextLong(), List.of(), List.of());
    }

    /**
     * Mutates one part of an input.
     *
     * @param seen the values that a run on the input consumed
     */
    public TestInput changed(TestInput input, ConsumedInput seen, SplittableRandom random) {
        int kind = random.nextInt(100);
        if (kind < 28 && input.arguments().length > 0) {
            return input.withArguments(changedArguments(input.arguments(), seen, random));
        }
        if (kind < 38 && seen.answers().length > 0) {
            return input.withStubs(random.nextLong());
        }
        if (kind < 52 && seen.answers().length > 0) {
            return input.withAnswers(changedAnswers(input.answers(), seen, random));
        }
        if (kind < 57 && input.globals().length > 0) {
            return input.withGlobals(globals(random));
        }
        var pokes = new ArrayList<>(input.pokes());
        if (pokes.size() > 2 * MOST_POKES) {
            pokes.subList(0, pokes.size() / 2).clear();
        }
        if (kind < 90 && seen.places().length > 0) {
            changeReads(pokes, seen, random);
        } else {
            pokes.addAll(pokes(input.arguments(), random));
        }
        return input.withPokes(pokes);
    }

    private long[] changedArguments(long[] old, ConsumedInput seen, SplittableRandom random) {
        long[] arguments = old.clone();
        int changed = random.nextInt(arguments.length);
        ValueType type = shape.params().get(changed);
        arguments[changed] = switch (random.nextInt(3)) {
            case 0 -> values.near(type, arguments[changed], random);
            case 1 -> argument(changed, POINTERS[random.nextInt(POINTERS.length)], random);
            default -> values.aimed(type, other(old, seen, random), random);
        };
        return arguments;
    }

    private static long other(long[] arguments, ConsumedInput seen, SplittableRandom random) {
        return arguments.length > 0 && random.nextBoolean()
                ? arguments[random.nextInt(arguments.length)]
                : seen.any(random);
    }

    /** Changes the answer to one call. */
    private List<TestInput.Answer> changedAnswers(
            List<TestInput.Answer> old, ConsumedInput seen, SplittableRandom random) {
        int call = random.nextInt(seen.answers().length);
        ValueType type = seen.answerTypes().get(call);
        if (type.equals(ValueType.NONE)) {
            return old;
        }
        var answers = new ArrayList<>(old);
        answers.removeIf(answer -> answer.call() == call);
        long bits = random.nextInt(4) == 0
                ? values.near(type, seen.answers()[call], random)
                : values.aimed(type, seen.any(random), random);
        answers.add(new TestInput.Answer(call, bits));
        return answers;
    }

    /** Changes values that the body read. */
    private void changeReads(List<TestInput.Poke> pokes, ConsumedInput seen, SplittableRandom random) {
        int count = random.nextInt(5) < 3 ? 1 : 2 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            int read = random.nextInt(seen.places().length);
            byte kind = seen.kinds()[read];
            if (isFree(seen.places()[read], ConsumedInput.bytes(kind))) {
                long value = random.nextInt(4) == 0
                        ? values.near(ConsumedInput.type(kind), seen.values()[read], random)
                        : values.aimed(ConsumedInput.type(kind), seen.any(random), random);
                pokes.add(new TestInput.Poke(seen.places()[read], masked(value, kind), ConsumedInput.bytes(kind)));
            }
        }
    }

    private static long masked(long value, byte kind) {
        return ConsumedInput.bytes(kind) == 8 ? value : value & (1L << 8 * ConsumedInput.bytes(kind)) - 1;
    }

    private long argument(int param, double pointers, SplittableRandom random) {
        ValueType type = shape.params().get(param);
        boolean isAddress = facts.pointers.contains(param);
        return values.value(type, random, isAddress ? 0.85 : pointers);
    }

    private long[] globals(SplittableRandom random) {
        var all = new ArrayList<Long>();
        for (int i = 0; i < map.globals().size(); i++) {
            ModuleSections.Global global = map.globals().get(i);
            if (global.isMutable() && global.type().isScalar()) {
                all.add(global(i, global.type(), random));
            }
        }
        return all.stream().mapToLong(Long::longValue).toArray();
    }

    private long global(int index, ValueType type, SplittableRandom random) {
        long first = type.truncate(map.value(index));
        if (index == map.stackPointer()) {
            return first - 16L * random.nextInt(16);
        }
        return random.nextInt(100) < 50 ? first : values.value(type, random, 0.4);
    }

    /** Words that the body probably reads: in variables, and at the offsets of its loads behind its pointers. */
    private List<TestInput.Poke> pokes(long[] arguments, SplittableRandom random) {
        var pokes = new ArrayList<TestInput.Poke>();
        int count = facts.variables.isEmpty() ? 0 : random.nextInt(Math.min(MOST_POKES, facts.variables.size() + 2));
        for (int i = 0; i < count; i++) {
            poke(facts.variables.get(random.nextInt(facts.variables.size())), pokes, random);
        }
        if (facts.offsets.isEmpty()) {
            return pokes;
        }
        for (long argument : arguments) {
            if (map.isScratch(argument)) {
                int more = random.nextInt(Math.min(MOST_POKES, 3 + facts.offsets.size()));
                for (int i = 0; i < more && pokes.size() < MOST_POKES; i++) {
                    behind(argument, pokes, random);
                }
            }
        }
        if (random.nextInt(4) == 0) {
            behind(map.pointer(random) & 0xFFFF_FFFFL, pokes, random);
        }
        return pokes;
    }

    /** Sometimes clears the stack or the target of a pointer, like in a program that has just started. */
    private void blank(long[] arguments, List<TestInput.Poke> pokes, SplittableRandom random) {
        if (map.stackPointer() >= 0 && random.nextInt(10) == 0) {
            long stack = map.value(map.stackPointer());
            fill(stack - BLANK, random, pokes);
            fill(stack, random, pokes);
        }
        if (arguments.length > 0 && random.nextInt(10) == 0) {
            long pointer = arguments[random.nextInt(arguments.length)];
            if (map.isScratch(pointer)) {
                fill(pointer, random, pokes);
            }
        }
    }

    private void fill(long address, SplittableRandom random, List<TestInput.Poke> pokes) {
        if (isFree(address, BLANK)) {
            pokes.add(new TestInput.Poke((int) address, random.nextInt(3) == 0 ? random.nextInt(256) : 0, BLANK));
        }
    }

    /** Sometimes makes the targets of two pointers equal except for one bit. */
    private void twin(long[] arguments, List<TestInput.Poke> pokes, SplittableRandom random) {
        if (arguments.length < 2 || random.nextInt(4) != 0) {
            return;
        }
        int one = random.nextInt(arguments.length);
        int other = random.nextInt(arguments.length);
        if (one == other || !map.isScratch(arguments[one]) || !map.isScratch(arguments[other])) {
            return;
        }
        int words = 1 + random.nextInt(MOST_TWIN_WORDS);
        int changed = random.nextInt(2 * words);
        for (int i = 0; i < words; i++) {
            long word = random.nextLong();
            put(arguments[one] + 8L * i, word, pokes);
            put(arguments[other] + 8L * i, i == changed ? word ^ 1L << random.nextInt(64) : word, pokes);
        }
    }

    private void put(long address, long word, List<TestInput.Poke> pokes) {
        if (isFree(address, 8)) {
            pokes.add(new TestInput.Poke((int) address, word, 8));
        }
    }

    private void behind(long pointer, List<TestInput.Poke> pokes, SplittableRandom random) {
        if (!facts.compared.isEmpty() && random.nextInt(2) == 0) {
            long[] pair = facts.compared.get(random.nextInt(facts.compared.size()));
            long value = pair[1] + (random.nextInt(4) == 0 ? random.nextInt(-1, 2) : 0);
            if (isFree(pointer + pair[0], 4)) {
                pokes.add(new TestInput.Poke((int) (pointer + pair[0]), value & 0xFFFF_FFFFL, 4));
            }
            return;
        }
        long place = pointer + facts.offsets.get(random.nextInt(facts.offsets.size()));
        int kind = random.nextInt(12);
        if (kind < 2 && isFree(place, 4)) {
            // A pointer and a word at its target.
            long further = map.pointer(random) & 0xFFFF_FFFFL;
            pokes.add(new TestInput.Poke((int) place, further, 4));
            poke(further + facts.offsets.get(random.nextInt(facts.offsets.size())), pokes, random);
        } else if (kind < 4 && !pokes.isEmpty() && isFree(place, 4)) {
            // A value equal or close to another one, since bodies compare what they read.
            long other = pokes.get(random.nextInt(pokes.size())).value();
            pokes.add(new TestInput.Poke((int) place, other + random.nextInt(-1, 2) & 0xFFFF_FFFFL, 4));
        } else {
            poke(place, pokes, random);
        }
    }

    private void poke(long address, List<TestInput.Poke> pokes, SplittableRandom random) {
        int size = random.nextInt(4) == 0 ? 8 : 4;
        if (isFree(address, size)) {
            long word = values.word(random, size);
            // Sometimes the last byte of a text.
            pokes.add(new TestInput.Poke((int) address, random.nextInt(6) == 0 ? word & 0xFF : word, size));
        }
    }

    private boolean isFree(long address, int size) {
        return address >= 0 && address + size <= map.size();
    }
}
