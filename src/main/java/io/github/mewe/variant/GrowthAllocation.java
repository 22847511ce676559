package io.github.mewe.variant;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Selects the variants that fit the growth budget. Every function gets one variant before any gets two. In each round
 * exported functions come first, since all calls from outside enter through them. Of the others, the smaller ones get
 * their first variants first, so that as many functions as possible are diversified, and the larger ones get further
 * variants first.
 */
public final class GrowthAllocation {
    /** A dispatcher of two bodies without parameters. */
    private static final int DISPATCHER_BYTES = 50;

    /** The share of a further variant in the dispatcher. */
    private static final int DISPATCHER_BYTES_PER_VARIANT = 12;

    /** A dispatcher passes each argument to each body. */
    private static final int BYTES_PER_ARGUMENT = 2;

    /** The size of the discriminator. */
    private static final int DISCRIMINATOR_BYTES = 400;

    /** A shorter function has little to vary: it gets its second variant only after all longer functions. */
    private static final int LONG_INSTRUCTIONS = 10;

    private final List<FunctionVariants> functions;
    private final List<FunctionVariants> smallerFirst;
    private final List<FunctionVariants> largerFirst;
    private final List<Integer> codeBytes;
    private final int[] kept;
    private long left;

    private GrowthAllocation(
            List<FunctionVariants> functions, List<Integer> codeBytes, Set<String> exported, long left) {
        this.functions = functions;
        Comparator<FunctionVariants> exportedFirst =
                Comparator.comparing((FunctionVariants function) -> !exported.contains(function.name()));
        Comparator<FunctionVariants> bySize = Comparator.comparingInt(FunctionVariants::bytes);
        this.smallerFirst =
                functions.stream().sorted(exportedFirst.thenComparing(bySize)).toList();
        this.largerFirst = functions.stream()
                .sorted(exportedFirst.thenComparing(bySize.reversed()))
                .toList();
        this.codeBytes = codeBytes;
        this.kept = new int[functions.size()];
        this.left = left;
    }

    /**
     * Drops the variants that exceed the budget.
     *
     * @param functions the functions with all their variants
     * @param codeBytes the exact bytes of each function's body in the input, in the same order
     * @param exported the names of the exported functions
     * @param usual the number of variants that each function should get before any gets more
     * @param addedBytes the maximum number of bytes added to the module
     */
    public static List<FunctionVariants> within(
            List<FunctionVariants> functions,
            List<Integer> codeBytes,
            Set<String> exported,
            int usual,
            long addedBytes) {
        var allocation = new GrowthAllocation(functions, codeBytes, exported, addedBytes - DISCRIMINATOR_BYTES);
        int rounds = functions.stream().mapToInt(f -> f.variants().size()).max().orElse(0);
        allocation.round(0, function -> true);
        if (!allocation.allHaveOne()) {
            return allocation.kept();
        }
        allocation.rounds(1, Math.min(usual, rounds));
        allocation.rounds(usual, rounds);
        return allocation.kept();
    }

    private void rounds(int from, int to) {
        for (int round = from; round < to; round++) {
            round(round, GrowthAllocation::isLong);
        }
        for (int round = from; round < to; round++) {
            round(round, function -> !isLong(function));
        }
    }

    private boolean allHaveOne() {
        return functions.stream().allMatch(function -> function.variants().isEmpty() || kept[function.index()] > 0);
    }

    private static boolean isLong(FunctionVariants function) {
        return function.instructions() >= LONG_INSTRUCTIONS;
    }

    private void round(int round, Predicate<FunctionVariants> which) {
        for (FunctionVariants function : round == 0 ? smallerFirst : largerFirst) {
            int index = function.index();
            if (!which.test(function)
                    || kept[index] < round
                    || function.variants().size() <= round) {
                continue;
            }
            long cost = cost(function, round, codeBytes.get(index));
            if (cost <= left) {
                kept[index]++;
                left -= cost;
            }
        }
    }

    private List<FunctionVariants> kept() {
        return functions.stream()
                .map(f -> f.keep(kept[f.index()], "no room left within <budget><maxGrowth> (mewe.maxGrowth)"))
                .toList();
    }

    private static long cost(FunctionVariants function, int round, int codeBytes) {
        double scale = Math.max(1, codeBytes / (double) Math.max(1, function.bytes()));
        long body = (long) Math.ceil(function.variants().get(round).bytes() * scale);
        return body + dispatcherBytes(function, round);
    }

    /** The bytes that a variant adds to the dispatcher. The first variant adds a call of the original, too. */
    private static int dispatcherBytes(FunctionVariants function, int round) {
        int arguments = BYTES_PER_ARGUMENT * function.params();
        return round == 0 ? DISPATCHER_BYTES + 2 * arguments : DISPATCHER_BYTES_PER_VARIANT + arguments;
    }
}
