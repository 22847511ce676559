package io.github.mewe.equivalence.harness;

import io.github.mewe.wasm.Instruction;
import io.github.mewe.wasm.ModuleSections;
import io.github.mewe.wasm.ValueType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The initial memory and globals of test modules: the data segments of the input, a scratch region and a stack filled
 * with words that resemble data structures, and the initial values of the globals.
 */
public final class InitialMemory {
    private static final int PAGE = 1 << 16;
    private static final int LEAST_PAGES = 2;
    private static final int MOST_PAGES = 4096;
    private static final int SCRATCH = 1 << 16;
    private static final int LEAST_SCRATCH = 1 << 10;
    private static final int STACK = 1 << 11;
    private static final int FIRST_FREE = 1024;

    private final List<ModuleSections.Global> globals;
    private final long[] values;
    private final byte[] image;
    private final List<int[]> dataRanges = new ArrayList<>();
    private final int stackPointer;
    private int scratchStart;
    private int scratchSize;

    /**
     * Builds the initial state.
     *
     * @param seed the source of the filling
     */
    public InitialMemory(ModuleSections module, long seed) {
        this.globals = List.copyOf(module.globals());
        this.values = new long[globals.size()];
        int size = size(module);
        this.image = new byte[size];
        for (int i = 0; i < values.length; i++) {
            ModuleSections.Global global = globals.get(i);
            values[i] = i < module.importedGlobals() ? imported(global, size) : constant(global.init());
        }
        for (ModuleSections.Data segment : module.data()) {
            if (segment.isActive() && segment.memory() == 0) {
                long place = constant(segment.offset()) & 0xFFFF_FFFFL;
                byte[] content = segment.content();
                if (place + content.length <= size) {
                    System.arraycopy(content, 0, image, (int) place, content.length);
                    dataRanges.add(new int[] {(int) place, content.length});
                }
            }
        }
        this.stackPointer = findStackPointer();
        if (size > 0) {
            placeScratch();
            fill(new SplittableRandom(seed));
        }
    }

    private static int size(ModuleSections module) {
        if (module.memories().isEmpty()) {
            return 0;
        }
        ModuleSections.MemoryType memory = module.memories().get(0);
        long most = memory.most() < 0 ? MOST_PAGES : Math.min(MOST_PAGES, memory.most());
        return (int) Math.min(most, Math.max(LEAST_PAGES, memory.least())) * PAGE;
    }

    private static long imported(ModuleSections.Global global, int size) {
        if (!global.type().equals(ValueType.I32)) {
            return 0;
        }
        return global.isMutable() ? (size / 2) & ~15 : global.name().contains("memory_base") ? FIRST_FREE : 1;
    }

    /** Evaluates a constant expression; the value of a reference is 0. */
    private long constant(List<Instruction> expression) {
        var stack = new long[16];
        int depth = 0;
        for (Instruction instruction : expression) {
            switch (instruction.opcode()) {
                case I32_CONST, I64_CONST, F32_CONST, F64_CONST -> stack[depth++] = instruction.constant();
                case GLOBAL_GET -> stack[depth++] = values[instruction.index(0)];
                case I32_ADD, I64_ADD -> stack[--depth - 1] += stack[depth];
                case I32_SUB, I64_SUB -> stack[--depth - 1] -= stack[depth];
                case I32_MUL, I64_MUL -> stack[--depth - 1] *= stack[depth];
                default -> {
                    return 0;
                }
            }
        }
        return depth == 0 ? 0 : stack[depth - 1];
    }

    private int findStackPointer() {
        for (int i = 0; i < values.length; i++) {
            ModuleSections.Global global = globals.get(i);
            if (global.isMutable()
                    && global.type().equals(ValueType.I32)
                    && (int) values[i] >= FIRST_FREE
                    && (int) values[i] <= image.length
                    && values[i] % 16 == 0) {
                return i;
            }
        }
        return -1;
    }

    private void placeScratch() {
        boolean[] used = new boolean[image.length / LEAST_SCRATCH];
        mark(used, 0, FIRST_FREE);
        for (int[] range : dataRanges) {
            mark(used, range[0], range[1]);
        }
        if (stackPointer >= 0) {
            mark(used, Math.max(0, (int) values[stackPointer] - STACK), STACK);
        }
        int best = 0;
        int start = 0;
        for (int i = 0; i <= used.length; i++) {
            if (i == used.length || used[i]) {
                // The last of the gaps that are large enough: programs place their heap there.
                int gap = i - start;
                if (gap > 0 && gap >= Math.min(best, SCRATCH / LEAST_SCRATCH)) {
                    best = gap;
                    scratchSize = Math.min(gap * LEAST_SCRATCH, SCRATCH);
                    scratchStart = i * LEAST_SCRATCH - scratchSize;
                }
                start = i + 1;
            }
        }
        if (scratchSize == 0) {
            scratchSize = Math.min(image.length, SCRATCH);
            scratchStart = 0;
        }
    }

    private static void mark(boolean[] used, int from, int size) {
        int last = Math.min(used.length - 1, (from + size - 1) / LEAST_SCRATCH);
        for (int i = from / LEAST_SCRATCH; i <= last; i++) {
            used[i] = true;
        }
    }

    private void fill(SplittableRandom random) {
        if (scratchStart > 0) {
            for (int place = scratchStart; place + 8 <= scratchStart + scratchSize; place += 4) {
                if (isNoise(place)) {
                    // Sometimes with the exponent of a NaN, as an f32 and as the upper half of an f64.
                    int noise = random.nextInt();
                    word(place, random.nextInt(8) == 0 ? noise | 0x7FF0_0000 : noise);
                } else if (random.nextInt(16) == 0) {
                    long bits = Double.doubleToLongBits(random.nextInt(-64, 65) / 4.0);
                    word(place, (int) bits);
                    place += 4;
                    word(place, (int) (bits >>> 32));
                } else {
                    word(place, word(random));
                }
            }
        }
        if (stackPointer >= 0) {
            int top = (int) values[stackPointer];
            for (int place = top - STACK; place >= FIRST_FREE && place < top; place += 4) {
                if (dataRanges.isEmpty() || !isData(place)) {
                    word(place, word(random));
                }
            }
        }
    }

    /** A part of the scratch region is noise, like the content of buffers. */
    private boolean isNoise(int place) {
        return place - scratchStart < scratchSize / 4;
    }

    private int word(SplittableRandom random) {
        int kind = random.nextInt(100);
        if (kind < 30) {
            return random.nextInt(17);
        }
        if (kind < 62) {
            return pointer(random);
        }
        if (kind < 72) {
            return dataPointer(random);
        }
        if (kind < 84) {
            return 0;
        }
        return kind < 92 ? 0x2020_2020 + random.nextInt(0x5F5F_5F5F) : random.nextInt();
    }

    private void word(int place, int value) {
        for (int i = 0; i < 4 && place + i < image.length; i++) {
            image[place + i] = (byte) (value >>> 8 * i);
        }
    }

    private boolean isData(int place) {
        return dataRanges.stream().anyMatch(range -> place >= range[0] && place < range[0] + range[1]);
    }

    /** A random address in the scratch region, with at least an eighth of the region behind it. */
    int pointer(SplittableRandom random) {
        return scratchSize == 0 ? 0 : scratchStart + (random.nextInt(scratchSize - scratchSize / 8) & ~7);
    }

    /** A random address in a data segment, or in the scratch region if there is none. */
    int dataPointer(SplittableRandom random) {
        if (dataRanges.isEmpty()) {
            return pointer(random);
        }
        int[] range = dataRanges.get(random.nextInt(dataRanges.size()));
        int at = range[1] == 0 ? 0 : random.nextInt(range[1]);
        return range[0] + (random.nextBoolean() ? at & ~3 : at);
    }

    boolean isScratch(long address) {
        return address >= scratchStart && address < scratchStart + scratchSize - 16;
    }

    /** Determines if an address is close to the start of the stack. */
    boolean isStack(long address) {
        return stackPointer >= 0
                && address >= values[stackPointer] - 4 * STACK
                && address < Math.min(image.length - 16, values[stackPointer] + STACK);
    }

    /** The index of the global that is probably the stack pointer; -1 if there is none. */
    public int stackPointer() {
        return stackPointer;
    }

    /** A copy of the initial content of the memory. */
    public byte[] image() {
        return Arrays.copyOf(image, image.length);
    }

    public int size() {
        return image.length;
    }

    public List<ModuleSections.Global> globals() {
        return globals;
    }

    /** The initial value of a global. */
    public long value(int global) {
        return values[global];
    }
}
