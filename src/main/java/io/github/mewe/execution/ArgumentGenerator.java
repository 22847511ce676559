package io.github.mewe.execution;

import io.github.mewe.wasm.ValueType;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SplittableRandom;

/** Generates argument lists from signatures: corner cases first, then random values. */
public final class ArgumentGenerator {
    private static final List<String> I32 = List.of(
            "0", "1", "-1", "2147483647", "-2147483648", "2", "255", "1024", "65536", "0x55555555", "31", "1000");
    private static final List<String> I64 = List.of(
            "0",
            "1",
            "-1",
            "9223372036854775807",
            "-9223372036854775808",
            "2",
            "4294967295",
            "4294967296",
            "63",
            "1000",
            "65536",
            "0x5555555555555555");
    private static final List<String> FLOATS = List.of(
            "0.0",
            "1.0",
            "-1.0",
            "Infinity",
            "-Infinity",
            "NaN",
            "-0.0",
            "0.5",
            "1e10",
            "-2147483649.0",
            "1e-40",
            "3.25");

    private final SplittableRandom random;

    /**
     * Creates a generator.
     *
     * @param seed the seed of the random values
     */
    public ArgumentGenerator(long seed) {
        random = new SplittableRandom(seed);
    }

    /**
     * Generates distinct argument lists as texts for {@link ExportedFunction#arguments}.
     *
     * @param function a function with scalar parameters
     * @param most the maximum number of lists
     */
    public List<List<String>> of(ExportedFunction function, int most) {
        if (function.params().isEmpty()) {
            return List.of(List.of());
        }
        var lists = new LinkedHashSet<List<String>>();
        int tries = 4 * most;
        for (int i = 0; lists.size() < most && i < tries; i++) {
            var list = new ArrayList<String>();
            for (ValueType kind : function.params()) {
                list.add(argument(kind, i));
            }
            lists.add(list);
        }
        return List.copyOf(lists);
    }

    private String argument(ValueType kind, int round) {
        List<String> corners = switch (kind.kind()) {
            case I32 -> I32;
            case I64 -> I64;
            case F32, F64 -> FLOATS;
            default -> throw new IllegalArgumentException("not a scalar: " + kind);
        };
        // The first rounds give all parameters the same corner case; later ones mix corner cases and random numbers.
        int same = 4;
        if (round < same) {
            return corners.get(round);
        }
        int smallNumbers = 64;
        return switch (random.nextInt(4)) {
            case 0 -> corners.get(random.nextInt(corners.size()));
            case 1 -> number(kind, random.nextInt(smallNumbers));
            case 2 -> number(kind, 8L * random.nextInt(8192));
            default -> number(kind, random.nextLong());
        };
    }

    private static String number(ValueType kind, long number) {
        return switch (kind.kind()) {
            case I32 -> Integer.toString((int) number);
            case I64 -> Long.toString(number);
            case F32 -> Float.toString((int) number / 16f);
            default -> Double.toString(number / 16.0);
        };
    }
}
