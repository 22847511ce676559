package io.github.mewe.engine;

import io.github.mewe.profile.Workload;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * How much slower the variants of each function may be: in the functions that take nearly all of the running time, only
 * so much that choices can still be paid for.
 */
public final class VariantCostLimits implements IntToDoubleFunction {
    /** The functions that take this share of the time, the hottest first, count as hot. */
    private static final double HOT_SHARE = 0.95;

    /** What a body may be estimated to cost more, as a share of the allowed slow-down: in truth it costs more. */
    private static final double ESTIMATED_SHARE = 0.15;

    /** The same where it is guessed which functions are hot, so that all may be. */
    private static final double GUESSED_SHARE = 0.5;

    private final double hotCost;
    private final double coldCost;
    private final boolean[] hot;

    /**
     * An allotment.
     *
     * @param workload where the time goes
     * @param maxOverhead the running time of the multivariant binary over the original's, at most
     * @param maxVariantCost the running time of any variant over its original's, at most
     */
    public VariantCostLimits(Workload workload, double maxOverhead, double maxVariantCost) {
        this.coldCost = maxVariantCost;
        this.hotCost = hotCost(workload.recorded(), maxOverhead, maxVariantCost);
        this.hot = new boolean[workload.functions().size()];
        List<Integer> hottestFirst = IntStream.range(0, hot.length)
                .boxed()
                .sorted(Comparator.comparingDouble(
                        (Integer i) -> -workload.functions().get(i).cost()))
                .toList();
        double left = workload.cost() * HOT_SHARE;
        for (int function : hottestFirst) {
            hot[function] = left > 0 || !workload.recorded();
            left -= workload.functions().get(function).cost();
        }
    }

    private static double hotCost(boolean recorded, double maxOverhead, double maxVariantCost) {
        double share = recorded ? ESTIMATED_SHARE : GUESSED_SHARE;
        return Math.min(maxVariantCost, 1 + share * (maxOverhead - 1));
    }

    /**
     * What any function may have been allotted, where the workload is not known any more.
     *
     * @param recorded whether it was recorded
     * @param maxOverhead as above
     * @param maxVariantCost as above
     */
    public static List<Double> possible(boolean recorded, double maxOverhead, double maxVariantCost) {
        double hotCost = hotCost(recorded, maxOverhead, maxVariantCost);
        return recorded && hotCost < maxVariantCost ? List.of(hotCost, maxVariantCost) : List.of(hotCost);
    }

    @Override
    public double applyAsDouble(int function) {
        return hot[function] ? hotCost : coldCost;
    }
}
