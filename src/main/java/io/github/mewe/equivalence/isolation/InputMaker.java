package io.github.mewe.equivalence.isolation;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Makes the inputs of one function. */
final class InputMaker {
    private static final int MOST_POKES = 24;
    private static final double[] POINTERS = {0.05, 0.4, 0.85};

    private final MemoryMap map;
    private final FunctionShape shape;
    private final BodyRewriter.Facts facts;
    private final Values values;

    /**
     * A maker.
     *
     * @param map where memory can be pointed at
     * @param shape the function's type
     * @param facts what is in its body
     */
    InputMaker(MemoryMap map, FunctionShape shape, BodyRewriter.Facts facts) {
        this.map = map;
        this.shape = shape;
        this.facts = facts;
        this.values = new Values(map, facts);
    }

    Values values() {
        return values;
    }

    /** A new input. */
    Input fresh(SplittableRandom random) {
        double pointers = POINTERS[random.nextInt(POINTERS.length)];
        var arguments = new long[shape.params().size()];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = argument(i, pointers, random);
        }
        return new Input(arguments, globals(random), pokes(arguments, random), random.nextLong());
    }

    /** An input that differs from another in one respect. */
    Input changed(Input input, SplittableRandom random) {
        long[] arguments = input.arguments().clone();
        List<Input.Poke> pokes = input.pokes();
        long stubs = input.stubs();
        long[] globals = input.globals();
        int kind = random.nextInt(100);
        if (kind < 35 && arguments.length > 0) {
            int changed = random.nextInt(arguments.length);
            arguments[changed] = argument(changed, POINTERS[random.nextInt(POINTERS.length)], random);
        } else if (kind < 60) {
            stubs = random.nextLong();
        } else if (kind < 70) {
            globals = globals(random);
        } else {
            var more = new ArrayList<>(pokes);
            if (more.size() > MOST_POKES) {
                more.subList(0, more.size() / 2).clear();
            }
            more.addAll(pokes(arguments, random));
            pokes = more;
        }
        return new Input(arguments, globals, pokes, stubs);
    }

    private long argument(int param, double pointers, SplittableRandom random) {
        int type = shape.params().get(param);
        boolean isAddress = facts.pointers.contains(param);
        return values.value(type, random, isAddress ? 0.85 : pointers);
    }

    private long[] globals(SplittableRandom random) {
        var all = new ArrayList<Long>();
        for (int i = 0; i < map.globals().size(); i++) {
            WasmBinary.Global global = map.globals().get(i);
            if (global.isMutable() && FunctionShape.isScalar(global.type())) {
                all.add(global(i, global.type(), random));
            }
        }
        return all.stream().mapToLong(Long::longValue).toArray();
    }

    private long global(int index, int type, SplittableRandom random) {
        long first = FunctionShape.bits(type, map.value(index));
        if (index == map.stackPointer()) {
            return first - 16L * random.nextInt(16);
        }
        return random.nextInt(100) < 50 ? first : values.value(type, random, 0.4);
    }

    /** Words where the body is likely to look: at the offsets of its loads behind the pointers that it is given. */
    private List<Input.Poke> pokes(long[] arguments, SplittableRandom random) {
        var pokes = new ArrayList<Input.Poke>();
        if (facts.offsets.isEmpty()) {
            return pokes;
        }
        for (long argument : arguments) {
            if (map.isScratch(argument)) {
                int count = random.nextInt(Math.min(MOST_POKES, 2 + 2 * facts.offsets.size()));
                for (int i = 0; i < count && pokes.size() < MOST_POKES; i++) {
                    poke(argument + facts.offsets.get(random.nextInt(facts.offsets.size())), pokes, random);
                }
            }
        }
        if (random.nextInt(4) == 0) {
            long pointer = map.pointer(random) & 0xFFFF_FFFFL;
            poke(pointer + facts.offsets.get(random.nextInt(facts.offsets.size())), pokes, random);
        }
        return pokes;
    }

    private void poke(long address, List<Input.Poke> pokes, SplittableRandom random) {
        if (!map.isScratch(address)) {
            return;
        }
        int kind = random.nextInt(20);
        if (kind < 16) {
            long word = values.value(FunctionShape.I32, random, 0.35);
            // A byte behind which a text ends, at times.
            pokes.add(new Input.Poke((int) address, kind < 3 ? word & 0xFF : word, 4));
        } else {
            int type = kind < 18 ? FunctionShape.I64 : FunctionShape.F64;
            pokes.add(new Input.Poke((int) address, values.value(type, random, 0.2), 8));
        }
    }
}
