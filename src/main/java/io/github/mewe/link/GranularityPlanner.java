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
     * The cost of a choice beyond that of a direct call, in the unit of {@link io.github.mewe.ir.BodyCost}. Most of the
     * first is the branch that a processor cannot predict. Measured by {@code src/bench/overhead/run.sh}.
     */
    private static final double CALL_COST = 300;

    private static final double INSTANCE_COST = 25;

    /** The bits that a run must draw before any function chooses at every call. */
    private static final double BITS_OF_A_RUN = 64;

    /** The share of the allowed overhead that pays for slower bodies. */
    private static final double BODIES_SHARE = 0.6;

    /**
     * Where calls are guessed and not recorded, a choice may cost this share of what the function itself does: the
     * guess may be wrong by orders of magnitude.
     */
    private static final double MOST_OF_BODY = 0.25;

    /** Likewise, functions that are guessed to take more of the time are not given all of their bodies. */
    private static final double MOST_OF_RUN = 0.1;

    /** Likewise, the most that bodies may add to any function, as a share of the allowed slow-down. */
    private static final double MOST_GUESSED = 1.2;

    private final Workload workload;
    private final double maxOverhead;
    private final Function<String, Optional<Granularity>> wanted;
    private final Function<String, Weights> weights;
    private final boolean framePreserving;

    /**
     * A planner.
     *
     * @param workload how often functions run
     * @param maxOverhead the maximum run time of the multivariant binary, divided by the original's; at least 1
     * @param wanted the granularity that the user wants of a function, by its name; empty to decide it here
     * @param weights how often the bodies of a function are chosen, by its name
     * @param framePreserving whether control may come back into a half-finished call, so that no choice may be made at
     *     each call
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

    /** A function with variants, what it does in a run, and a mode that it may have. */
    private record Planned(FunctionVariants function, FunctionLoad load, BodyCosts bodies, Mode mode, boolean open) {
        int index() {
            return function.index();
        }

        Planned with(Mode other) {
            return new Planned(function, load, bodies, other, open);
        }

        /** The entropy of the choices that the function's instance makes in a run, in bits, if it keeps to them. */
        double bits() {
            double calls = mode.bound() ? load.indirectCalls() : load.calls();
            return Math.min(1, calls) * Math.log(bodies.excess().size()) / Math.log(2);
        }

        /** What the mode costs beyond the original. */
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
     * Plans.
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
                planned.stream().mapToDouble(GranularityPlanner::leastCost).sum();
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
     * Lets functions choose once per instance until a run draws enough bits to make its trace practically unique,
     * starting with the functions that give the most bits per cost. Choices at each call could use up what is allowed
     * for fewer functions.
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

    /** Whether it is sure that a choice more costs little, and that slower bodies do not matter much. */
    private boolean isSafeGuess(Planned function) {
        return workload.latencyTolerant().contains(function.index())
                && function.load().cost() <= MOST_OF_RUN * workload.cost();
    }

    /** What a function costs in its mode with direct calls bound to its fastest body. */
    private static double leastCost(Planned function) {
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
     * Binds direct calls to fewer and faster bodies where all of them would cost too much. Each function may spend the
     * same, and what the cheap ones leave goes to the others.
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
            double limit = workload.recorded() ? share : Math.min(share, MOST_GUESSED * (maxOverhead - 1));
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

    /** Gives a mode to as many open functions as can be paid for, those with the least to pay first. */
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
                || function.cost() <= MOST_OF_BODY * function.load().cost();
    }
}
