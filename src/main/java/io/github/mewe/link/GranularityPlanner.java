package io.github.mewe.link;

import io.github.mewe.profile.FunctionLoad;
import io.github.mewe.profile.Workload;
import io.github.mewe.variant.FunctionVariants;
import io.github.mewe.variant.FunctionVariants.Sized;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Decides function by function when the choice is made, so that the predicted slow-down stays within what is allowed:
 * as many choices at each call as that buys, then choices once an instance, and for the rest choices that are bound to
 * the caller's. A function that is called seldom brings as many bits to the first of its calls as one that is called
 * often, and costs less: so the seldom called come first.
 */
public final class GranularityPlanner {
    /**
     * What a choice costs beyond a direct call, in the unit of {@link io.github.mewe.ir.BodyCost}. Most of the first is
     * the branch that a processor cannot predict. Measured by {@code src/it/dispatch/run.sh}.
     */
    private static final double CALL_COST = 60;

    private static final double INSTANCE_COST = 8;

    /**
     * Where calls are guessed and not recorded, a choice may cost this share of what the function itself does: the
     * guess may be wrong by orders of magnitude.
     */
    private static final double MOST_OF_BODY = 0.25;

    private final Workload workload;
    private final double maxOverhead;
    private final Function<String, Optional<Granularity>> wanted;
    private final boolean framePreserving;

    /**
     * A planner.
     *
     * @param workload how often functions run
     * @param maxOverhead the running time of the multivariant binary over the original's, at most; at least 1
     * @param wanted the granularity that the user wants of a function, by its name; empty to decide it here
     * @param framePreserving whether control may come back into a half-finished call, so that no choice may be made at
     *     each call
     */
    public GranularityPlanner(
            Workload workload,
            double maxOverhead,
            Function<String, Optional<Granularity>> wanted,
            boolean framePreserving) {
        this.workload = workload;
        this.maxOverhead = maxOverhead;
        this.wanted = wanted;
        this.framePreserving = framePreserving;
    }

    /** A function whose mode is to be decided, and what choosing costs it. */
    private record Open(int index, FunctionLoad load) {}

    /**
     * Plans.
     *
     * @param functions every defined function of the module, in order, with the variants that are kept
     */
    public GranularityPlan plan(List<FunctionVariants> functions) {
        var modes = new ArrayList<Mode>();
        var open = new ArrayList<Open>();
        double spent = 0;
        for (FunctionVariants function : functions) {
            Optional<Granularity> fixed = wanted.apply(function.name());
            Mode mode = Mode.of(fixed.orElse(Granularity.BOUND));
            if (framePreserving && mode.dispatcher() == Granularity.CALL) {
                mode = Mode.of(Granularity.INSTANCE);
            }
            modes.add(mode);
            if (!function.variants().isEmpty()) {
                FunctionLoad load = workload.functions().get(function.index());
                spent += cost(mode, load) + variantCost(function, load);
                if (fixed.isEmpty()) {
                    open.add(new Open(function.index(), load));
                }
            }
        }
        double left = workload.cost() * (maxOverhead - 1) - spent;
        if (!framePreserving) {
            left = upgrade(open, modes, new Mode(Granularity.CALL, false), left);
            left = upgrade(open, modes, new Mode(Granularity.CALL, true), left);
        }
        left = upgrade(open, modes, new Mode(Granularity.INSTANCE, false), left);
        double cost = workload.cost();
        return new GranularityPlan(modes, cost == 0 ? 1 : maxOverhead - left / cost);
    }

    /** Gives a mode to as many open functions as can be paid for, those with the least to pay first. */
    private double upgrade(List<Open> open, List<Mode> modes, Mode mode, double budget) {
        double left = budget;
        open.sort(Comparator.comparingDouble((Open o) -> cost(mode, o.load())).thenComparingInt(Open::index));
        var still = new ArrayList<Open>();
        for (Open function : open) {
            double more = cost(mode, function.load()) - cost(modes.get(function.index()), function.load());
            if (more <= 0 || more <= left && isModest(mode, function.load())) {
                modes.set(function.index(), mode);
                left -= more;
            } else {
                still.add(function);
            }
        }
        open.clear();
        open.addAll(still);
        return left;
    }

    private boolean isModest(Mode mode, FunctionLoad load) {
        return workload.recorded() || cost(mode, load) <= MOST_OF_BODY * load.cost();
    }

    private static double cost(Mode mode, FunctionLoad load) {
        double calls = mode.bound() ? load.indirectCalls() : load.calls();
        return calls * (mode.dispatcher() == Granularity.CALL ? CALL_COST : INSTANCE_COST);
    }

    /** What the bodies themselves cost more, the original among them. */
    private static double variantCost(FunctionVariants function, FunctionLoad load) {
        double more = function.variants().stream()
                .mapToDouble(Sized::slowDown)
                .map(slowDown -> Math.max(0, slowDown - 1))
                .sum();
        return load.cost() * more / (function.variants().size() + 1);
    }
}
