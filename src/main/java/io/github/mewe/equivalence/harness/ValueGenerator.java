package io.github.mewe.equivalence.harness;

import io.github.mewe.wasm.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;

/** Generates values for one function: corner cases, constants of its body, pointers and random values. */
public final class ValueGenerator {
    private static final int MOST_CONSTANTS = 200;
    private static final int[] I32 = {
        0,
        1,
        -1,
        2,
        3,
        4,
        7,
        8,
        15,
        16,
        31,
        32,
        33,
        63,
        64,
        127,
        128,
        255,
        256,
        -2,
        -128,
        0x7FFF,
        0x8000,
        0xFFFF,
        0x10000,
        0x7FFF_FFFF,
        0x8000_0000,
        0x8000_0001,
        0x5555_5555,
        0xAAAA_AAAA
    };
    private static final long[] I64 = {
        0,
        1,
        -1,
        2,
        7,
        31,
        32,
        33,
        63,
        64,
        65,
        127,
        255,
        -2,
        0x7FFF_FFFFL,
        0x8000_0000L,
        0xFFFF_FFFFL,
        0x1_0000_0000L,
        -0x8000_0000L,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        Long.MIN_VALUE + 1,
        0x5555_5555_5555_5555L
    };

    /** Zeros, ones, infinities, NaNs with and without payload, subnormals, and limits of conversions. */
    private static final int[] F32 = {
        0, 0x8000_0000, 0x3F80_0000, 0xBF80_0000, 0x7F80_0000, 0xFF80_0000, 0x7FC0_0000, 0xFFC0_0000, 0x7FC1_2345,
        0xFFF5_4321, 0x7F80_0001, 1, 0x8000_0001, 0x007F_FFFF, 0x0080_0000, 0x7F7F_FFFF, 0x3F00_0000, 0xBF00_0000,
        0x4F00_0000, 0xCF00_0000, 0x4F80_0000, 0x5F00_0000, 0xDF00_0000, 0x4B7F_FFFF, 0x3FC0_0000
    };

    private static final long[] F64 = {
        0,
        Long.MIN_VALUE,
        0x3FF0_0000_0000_0000L,
        0xBFF0_0000_0000_0000L,
        0x7FF0_0000_0000_0000L,
        0xFFF0_0000_0000_0000L,
        0x7FF8_0000_0000_0000L,
        0xFFF8_0000_0000_0000L,
        0x7FF8_0012_3456_789AL,
        0x7FF0_0000_0000_0001L,
        1,
        0x8000_0000_0000_0001L,
        0x000F_FFFF_FFFF_FFFFL,
        0x7FEF_FFFF_FFFF_FFFFL,
        0x3FE0_0000_0000_0000L,
        0xBFE0_0000_0000_0000L,
        0x41DF_FFFF_FFC0_0000L,
        0x41E0_0000_0000_0000L,
        0xC1E0_0000_0000_0000L,
        0xC1E0_0000_0020_0000L,
        0x41F0_0000_0000_0000L,
        0x43E0_0000_0000_0000L,
        0x43F0_0000_0000_0000L,
        0x3FF8_0000_0000_0000L
    };

    private final InitialMemory map;
    private final long[] integers;
    private final long[] floats;
    private final long[] cases;

    /**
     * Generates values for one function.
     *
     * @param map the memory that pointers refer to
     * @param facts facts about its body
     */
    public ValueGenerator(InitialMemory map, BodyFacts facts) {
        this.map = map;
        this.integers = some(facts.integers);
        this.floats = some(facts.floats);
        this.cases = some(facts.cases);
    }

    private static long[] some(List<Long> all) {
        List<Long> distinct = new ArrayList<>(new TreeSet<>(all));
        int step = Math.max(1, distinct.size() / MOST_CONSTANTS);
        return java.util.stream.IntStream.range(0, distinct.size() / step)
                .mapToLong(i -> distinct.get(i * step))
                .toArray();
    }

    /**
     * The bits of a random value.
     *
     * @param pointers the probability that an integer is a pointer
     */
    public long value(ValueType type, SplittableRandom random, double pointers) {
        if (type.isFloat()) {
            return type.isNarrow() ? f32(random) & 0xFFFF_FFFFL : f64(random);
        }
        return type.isNarrow() ? i32(random, pointers) & 0xFFFF_FFFFL : i64(random, pointers / 3);
    }

    public int i32(SplittableRandom random, double pointers) {
        if (random.nextDouble() < pointers) {
            return pointer(random);
        }
        int kind = random.nextInt(100);
        if (kind < 32) {
            return random.nextInt(17);
        }
        if (kind < 38 && cases.length > 0) {
            return (int) cases[random.nextInt(cases.length)];
        }
        if (kind < 58 && integers.length > 0) {
            int constant = (int) integers[random.nextInt(integers.length)];
            return switch (random.nextInt(6)) {
                case 0, 1 -> constant + random.nextInt(3) - 1;
                // For loops that count by one constant up to another.
                case 2 -> constant + (1 + random.nextInt(3)) * (int) integers[random.nextInt(integers.length)];
                default -> constant;
            };
        }
        if (kind < 80) {
            return I32[random.nextInt(I32.length)];
        }
        if (kind < 85) {
            return map.dataPointer(random);
        }
        return kind < 93 ? random.nextInt() : random.nextInt(0x1_0000);
    }

    /** A word of memory: an integer, a float, or half of a float. */
    long word(SplittableRandom random, int bytes) {
        int kind = random.nextInt(100);
        if (bytes == 8) {
            return kind < 40
                    ? i64(random, 0.2)
                    : kind < 60
                            ? F64[random.nextInt(F64.length)]
                            : kind < 70 ? 0x7FF0_0000_0000_0001L | random.nextLong() : random.nextLong();
        }
        if (kind < 60) {
            return i32(random, 0.35);
        }
        // NaNs of 32 bits, and upper halves of NaNs of 64 bits.
        return kind < 72
                ? F32[random.nextInt(F32.length)]
                : kind < 80 ? 0x7FF0_0001 | random.nextInt() : random.nextInt();
    }

    /**
     * A value that the body may compare: one of its constants, a value from elsewhere, or a small number.
     *
     * @param seen a value that the body read elsewhere
     */
    public long aimed(ValueType type, long seen, SplittableRandom random) {
        int kind = random.nextInt(100);
        boolean isInteger = type.isInteger();
        if (kind < 28) {
            return type.truncate(random.nextInt(3) == 0 ? seen + random.nextInt(-1, 2) : seen);
        }
        if (kind < 60 && (isInteger ? integers : floats).length > 0) {
            long[] own =
                    cases.length > 0 && isInteger && random.nextInt(3) == 0 ? cases : isInteger ? integers : floats;
            long constant = own[random.nextInt(own.length)];
            return isInteger
                    ? type.truncate(random.nextInt(4) == 0 ? constant + random.nextInt(-1, 2) : constant)
                    : floating(type, constant) + random.nextInt(-1, 2);
        }
        return kind < 74 && isInteger ? random.nextInt(5) : value(type, random, 0.3);
    }

    private static long floating(ValueType type, long bits) {
        boolean isDouble = bits >>> 32 != 0;
        if (type.equals(ValueType.F32)) {
            return isDouble ? Float.floatToRawIntBits((float) Double.longBitsToDouble(bits)) & 0xFFFF_FFFFL : bits;
        }
        return isDouble ? bits : Double.doubleToRawLongBits(Float.intBitsToFloat((int) bits));
    }

    /** A value close to another. */
    public long near(ValueType type, long value, SplittableRandom random) {
        int bits = type.isNarrow() ? 32 : 64;
        long changed = switch (random.nextInt(4)) {
            case 0 -> value + 1;
            case 1 -> value - 1;
            case 2 -> value ^ 1L << random.nextInt(bits);
            default -> -value;
        };
        return type.truncate(changed);
    }

    private int pointer(SplittableRandom random) {
        int kind = random.nextInt(100);
        if (kind < 80) {
            return map.pointer(random);
        }
        if (kind < 88) {
            return map.dataPointer(random);
        }
        if (kind < 94 && map.stackPointer() >= 0) {
            return (int) map.value(map.stackPointer()) - 8 * random.nextInt(64);
        }
        return kind < 98 ? map.pointer(random) + random.nextInt(8) : map.size() - random.nextInt(18);
    }

    private long i64(SplittableRandom random, double pointers) {
        int kind = random.nextInt(100);
        if (kind < 30) {
            return i32(random, pointers);
        }
        if (kind < 40) {
            return i32(random, pointers) & 0xFFFF_FFFFL;
        }
        if (kind < 60 && integers.length > 0) {
            long constant = integers[random.nextInt(integers.length)];
            return random.nextInt(3) == 0 ? constant + random.nextInt(3) - 1 : constant;
        }
        return kind < 80 ? I64[random.nextInt(I64.length)] : random.nextLong();
    }

    private int f32(SplittableRandom random) {
        int kind = random.nextInt(100);
        if (kind < 25) {
            return F32[random.nextInt(F32.length)];
        }
        if (kind < 40 && floats.length > 0) {
            long bits = floats[random.nextInt(floats.length)];
            return bits >>> 32 == 0 ? (int) bits : Float.floatToRawIntBits((float) Double.longBitsToDouble(bits));
        }
        if (kind < 48) {
            return 0x7F80_0001 | random.nextInt();
        }
        return kind < 92 ? Float.floatToRawIntBits((float) number(random)) : random.nextInt();
    }

    private long f64(SplittableRandom random) {
        int kind = random.nextInt(100);
        if (kind < 25) {
            return F64[random.nextInt(F64.length)];
        }
        if (kind < 40 && floats.length > 0) {
            long bits = floats[random.nextInt(floats.length)];
            return bits >>> 32 != 0 ? bits : Double.doubleToRawLongBits(Float.intBitsToFloat((int) bits));
        }
        if (kind < 48) {
            return 0x7FF0_0000_0000_0001L | random.nextLong();
        }
        return kind < 92 ? Double.doubleToRawLongBits(number(random)) : random.nextLong();
    }

    private static double number(SplittableRandom random) {
        return switch (random.nextInt(3)) {
            case 0 -> random.nextInt(-20, 21);
            case 1 -> random.nextDouble() * 4 - 2;
            default -> (random.nextDouble() - 0.5) * StrictMath.pow(10, random.nextInt(-4, 20));
        };
    }
}
