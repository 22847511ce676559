package io.github.mewe.link;

import io.github.mewe.profile.FunctionLoad;
import io.github.mewe.profile.Workload;
import io.github.mewe.variant.FunctionVariants;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * Chooses the granularity of each function, so that the predicted overhead stays within its limit. One part of the
 * limit pays for bodies slower than their originals: if they are too slow for a hot function, direct calls are bound to
 * the faster ones. The rest pays for choices: first per instance, until runs are distinguishable, then per call for as
 * many functions as possible, then again per instance; the remaining functions are bound to the caller's choice. A
 * rarely called function adds as many bits at its first call as a frequently called one, and costs less, so rarely
 * called functions come first.
 */
public final class GranularityPlanner {
    /**
     * The cost of a choice compared to a direct call, in the unit of {@link io.github.mewe.ir.BodyCost}. Most of the
     * cost of a choice at each call is a branch that a processor cannot predict. {@code src/bench/overhead/run.sh}
     * measures both.
     */
    private static final double CALL_COST = 300;

    private static final double INSTANCE_COST = 25;

    /** The number of bits that a run must draw before any function chooses at every call. */
    private static final double BITS_OF_A_RUN = 64;

    /** The share of the allowed overhead that pays for slower bodies. */
    private static final double BODIES_SHARE = 0.6;

    /**
     * If call counts are estimated, the maximum cost of a choice, as a share of the function's own cost: the estimate
     * may be wrong by orders of magnitude.
     */
    private static final double MAX_SHARE_OF_BODY = 0.25;

    /**
     * If call counts are estimated, functions above this estimated share of the run time do not get all of their
     * bodies.
     */
    private static final double MAX_SHARE_OF_RUN = 0.1;

    /**
     * If call counts are estimated, the maximum that bodies may add to any function, as a share of the allowed
     * slow-down.
     */
    private static final double MAX_ESTIMATED_SHARE = 1.2;

    private final Workload workload;
    private final double maxOverhead;
    private final Function<String, Optional<Granularity>> wanted;
    private final Function<String, Weights> weights;
    private final boolean framePreserving;

    /**
     * Creates a planner.
     *
     * @param workload how often functions run
     * @param maxOverhead the maximum run time of the multivariant binary, divided by the original's; at least 1
     * @param wanted the granularity that the user requests for a function, by its name; empty to let the planner decide
     * @param weights the weights of a function's bodies, by its name
     * @param framePreserving true if control may re-enter a suspended call, which rules out choices at each call
     */
    public GranularityPlanner(
            Workload workload,
            double maxOverhead,
            Function<String, Optional<Granularity>> wanted,
            Function<String, Weights> weights,
            boolean framePreserving) {
        this.workload = workload;
        this.maxOverhead = maxOverhead;
        this.wanted = wanted;
        this.weights = weights;
        this.framePreserving = framePreserving;
    }

    /** A function with variants, its load, and a candidate mode. */
    private record Planned(FunctionVariants function, FunctionLoad load, BodyCosts bodies, Mode mode, boolean open) {
        int index() {
            return function.index();
        }

        Planned with(Mode other) {
            return new Planned(function, load, bodies, other, open);
        }

        /** The entropy in bits of the function's choices in a run if it chooses once per instance. */
        double bits() {
            double calls = mode.bound() ? load.indirectCalls() : load.calls();
            return Math.min(1, calls) * Math.log(bodies.excess().size()) / Math.log(2);
        }

        /** The cost of the mode in excess of the original. */
        double cost() {
            boolean each = mode.dispatcher() == Granularity.CALL;
            double choice = each ? CALL_COST : INSTANCE_COST;
            double dispatched = each ? bodies.mixed(bodies.all()) : bodies.alone(bodies.all());
            if (!mode.bound()) {
                return load.calls() * choice + load.cost() * dispatched;
            }
            double direct = load.calls() == 0 ? 0 : load.directCalls() / load.calls();
            double slower = direct * bodies.mixed(mode.limit()) + (1 - direct) * dispatched;
            return load.indirectCalls() * choice + load.cost() * slower;
        }
    }

    /**
     * Plans the modes.
     *
     * @param functions every defined function of the module, in order, with the variants that are kept
     */
    public GranularityPlan plan(List<FunctionVariants> functions) {
        double cost = workload.costWithHost();
        double allowed = cost * (maxOverhead - 1);
        List<Planned> planned = new ArrayList<>();
        for (FunctionVariants function : functions) {
            if (!function.variants().isEmpty()) {
                planned.add(start(function));
            }
        }
        double unavoidable =
                planned.stream().mapToDouble(GranularityPlanner::minCost).sum();
        planned = limitBodies(planned, Math.max(0, Math.min(allowed * BODIES_SHARE, allowed - unavoidable)));
        double left = allowed - planned.stream().mapToDouble(Planned::cost).sum();
        left = tellRunsApart(planned, left);
        if (!framePreserving) {
            left = upgrade(planned, left, mode -> new Mode(Granularity.CALL, false));
            left = upgrade(planned, left, mode -> mode.bound() ? new Mode(Granularity.CALL, true, mode.limit()) : mode);
        }
        left = upgrade(planned, left, mode -> new Mode(Granularity.INSTANCE, false));
        var modes = new ArrayList<>(Collections.nCopies(functions.size(), Mode.of(Granularity.BOUND)));
        planned.forEach(function -> modes.set(function.index(), function.mode()));
        return new GranularityPlan(modes, cost == 0 ? 1 : maxOverhead - left / cost);
    }

    /**
     * Lets functions choose once per instance, until a run draws enough bits to make its trace practically unique.
     * Functions with the most bits per cost come first. Otherwise, choices at each call could use up the budget for
     * fewer functions.
     */
    private double tellRunsApart(List<Planned> planned, double budget) {
        double left = budget;
        double bits = planned.stream().mapToDouble(Planned::bits).sum();
        var better = new ArrayList<Planned>(planned);
        better.replaceAll(function -> function.with(new Mode(Granularity.INSTANCE, false)));
        List<Integer> order = IntStream.range(0, planned.size())
                .filter(i -> planned.get(i).open() && planned.get(i).mode().bound())
                .filter(i -> planned.get(i).load().directCalls() > 0)
                .filter(i -> workload.recorded() || isSafeGuess(planned.get(i)))
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) ->
                                (better.get(i).cost() - planned.get(i).cost())
                                        / better.get(i).bits())
                        .thenComparingInt(i -> i))
                .toList();
        for (int i : order) {
            double more = better.get(i).cost() - planned.get(i).cost();
            if (bits < BITS_OF_A_RUN && more <= left) {
                bits += better.get(i).bits() - planned.get(i).bits();
                left -= more;
                planned.set(i, better.get(i));
            }
        }
        return left;
    }

    /** Returns true if another choice certainly costs little, and slower bodies hardly matter. */
    private boolean isSafeGuess(Planned function) {
        return workload.latencyTolerant().contains(function.index())
                && function.load().cost() <= MAX_SHARE_OF_RUN * workload.cost();
    }

    /** The cost of a function in its mode with direct calls bound to its fastest body. */
    private static double minCost(Planned function) {
        Mode mode = function.mode();
        return mode.bound()
                ? function.with(new Mode(
                                mode.dispatcher(), true, function.bodies().within(0)))
                        .cost()
                : function.cost();
    }

    private Planned start(FunctionVariants function) {
        Optional<Granularity> fixed = wanted.apply(function.name());
        Mode mode = Mode.of(fixed.orElse(Granularity.BOUND));
        if (framePreserving && mode.dispatcher() == Granularity.CALL) {
            mode = Mode.of(Granularity.INSTANCE);
        }
        FunctionLoad load = workload.functions().get(function.index());
        return new Planned(
                function,
                load,
                BodyCosts.of(function, weights.apply(function.name()).includesOriginal()),
                mode,
                fixed.isEmpty());
    }

    /**
     * Binds direct calls to fewer and faster bodies if all bodies together would cost too much. Every function has the
     * same allowance, and functions with more expensive bodies share what the cheaper ones leave unused.
     */
    private List<Planned> limitBodies(List<Planned> planned, double allowed) {
        var cheapestFirst = new ArrayList<>(planned);
        cheapestFirst.sort(Comparator.comparingDouble(Planned::cost).thenComparingInt(Planned::index));
        var limited = new ArrayList<Planned>();
        double left = allowed;
        for (int i = 0; i < cheapestFirst.size(); i++) {
            Planned function = cheapestFirst.get(i);
            double share = left
                    / (cheapestFirst.size() - i)
                    / Math.max(1, function.load().cost());
            double limit = workload.recorded() ? share : Math.min(share, MAX_ESTIMATED_SHARE * (maxOverhead - 1));
            Mode mode = function.mode();
            if (mode.bound()) {
                BodyLimit bodies = function.bodies().within(limit);
                function = function.with(new Mode(mode.dispatcher(), true, bodies));
            }
            left -= function.load().cost()
                    * function.bodies().mixed(function.mode().limit());
            limited.add(function);
        }
        limited.sort(Comparator.comparingInt(Planned::index));
        return limited;
    }

    /** Upgrades the mode of as many open functions as the budget allows, the cheapest first. */
    private double upgrade(List<Planned> planned, double budget, UnaryOperator<Mode> upgrade) {
        double left = budget;
        var order = new ArrayList<Integer>();
        for (int i = 0; i < planned.size(); i++) {
            if (planned.get(i).open()) {
                order.add(i);
            }
        }
        var better = new ArrayList<Planned>(planned);
        better.replaceAll(function -> function.with(upgrade.apply(function.mode())));
        order.sort(
                Comparator.comparingDouble((Integer i) -> better.get(i).cost()).thenComparingInt(i -> i));
        for (int i : order) {
            Planned now = planned.get(i);
            double more = better.get(i).cost() - now.cost();
            if (now.mode().dispatcher() != Granularity.CALL && (more <= 0 || more <= left && isModest(better.get(i)))) {
                planned.set(i, better.get(i));
                left -= more;
            }
        }
        return left;
    }

    private boolean isModest(Planned function) {
        return workload.recorded()
                || function.cost() <= MAX_SHARE_OF_BODY * function.load().cost();
    }
}
