package io.github.mewe.variant;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Chooses which variants the growth budget pays for: every function gets one before any gets two, and within a round
 * the larger functions come first.
 */
public final class GrowthAllotment {
    /** Dispatcher, locals, and the entries of the function and type sections. */
    private static final int DISPATCHER_BYTES = 24;

    private static final int DISPATCHER_BYTES_PER_VARIANT = 8;
    private static final int OVERHEAD_PER_FUNCTION = 4;

    private GrowthAllotment() {}

    /**
     * Keeps what the budget pays for.
     *
     * @param functions the functions with all their variants
     * @param codeBytes the exact bytes of each function's body in the input, in the same order
     * @param addedBytes the most bytes that may be added in all
     */
    public static List<FunctionVariants> within(
            List<FunctionVariants> functions, List<Integer> codeBytes, long addedBytes) {
        int[] kept = new int[functions.size()];
        List<FunctionVariants> largestFirst = functions.stream()
                .sorted(Comparator.comparingInt(FunctionVariants::bytes).reversed())
                .toList();
        int rounds = functions.stream().mapToInt(f -> f.variants().size()).max().orElse(0);
        long left = addedBytes;
        for (int round = 0; round < rounds; round++) {
            for (FunctionVariants function : largestFirst) {
                int index = function.index();
                if (kept[index] < round || function.variants().size() <= round) {
                    continue;
                }
                long cost = cost(function, round, codeBytes.get(index));
                if (cost <= left) {
                    kept[index]++;
                    left -= cost;
                }
            }
        }
        var result = new ArrayList<FunctionVariants>(functions.size());
        for (FunctionVariants function : functions) {
            result.add(function.keep(kept[function.index()], "<budget><maxGrowth> (mewe.maxGrowth) left no room"));
        }
        return result;
    }

    private static long cost(FunctionVariants function, int round, int codeBytes) {
        double scale = Math.max(1, codeBytes / (double) Math.max(1, function.bytes()));
        long body = (long) Math.ceil(function.variants().get(round).bytes() * scale);
        return body
                + OVERHEAD_PER_FUNCTION
                + DISPATCHER_BYTES_PER_VARIANT
                + (round == 0 ? DISPATCHER_BYTES + OVERHEAD_PER_FUNCTION : 0);
    }
}
