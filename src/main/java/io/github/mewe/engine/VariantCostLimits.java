package io.github.mewe.engine;

import io.github.mewe.profile.Workload;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * The maximum cost ratio of a variant to its original, for each function. In hot functions, which take nearly all of
 * the run time, variants may use only part of the allowed slow-down; the rest pays for choices.
 */
public final class VariantCostLimits implements IntToDoubleFunction {
    /** The hot functions together take this share of the run time. */
    private static final double HOT_SHARE = 0.95;

    /** The share of the allowed slow-down for the estimated cost of hot variants; estimates are too low. */
    private static final double ESTIMATED_SHARE = 0.15;

    /** The same without a profile, where every function may be hot. */
    private static final double GUESSED_SHARE = 0.5;

    private final double hotCost;
    private final double coldCost;
    private final boolean[] hot;

    static VariantCostLimits of(Workload workload, DiversificationRequest request) {
        return new VariantCostLimits(
                workload,
                request.linking().maxOverhead(),
                request.generation().budget().maxVariantCost());
    }

    private VariantCostLimits(Workload workload, double maxOverhead, double maxVariantCost) {
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
     * All possible limits of a function if the workload is unknown.
     *
     * @param recorded true if the workload was recorded
     * @param maxOverhead the maximum ratio of the binary's run time to the original's
     * @param maxVariantCost the maximum ratio of any variant's cost to its original's
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
