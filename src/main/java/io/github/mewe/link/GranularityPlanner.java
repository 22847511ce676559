package io.github.mewe.link;

import io.github.mewe.profile.FunctionLoad;
import io.github.mewe.profile.Workload;
import io.github.mewe.variant.FunctionVariants;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Chooses the granularity of each function, so that the predicted overhead stays within its limit. One part of the
 * limit pays for bodies slower than their originals: if they are too slow for a hot function, direct calls are bound to
 * the faster ones. The rest pays for choices: first paced, until runs are distinguishable, then per call for as many
 * functions as possible, then again paced; the remaining functions are bound to the caller's choice. Without a profile,
 * these are bound for a share of their calling bodies only. A rarely called function adds as many bits at its first
 * call as a frequently called one, and costs less, so rarely called functions come first.
 */
public final class GranularityPlanner {
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

    /** The maximum cost of a paced dispatcher's draws, as a share of the allowed overhead. */
    private static final double DRAWS_SHARE = 0.25;

    /**
     * If call counts are estimated, the maximum cost of paced dispatchers that keep their choices, as a share of the
     * allowed overhead.
     */
    private static final double DISPATCH_SHARE = 0.1;

    /**
     * If call counts are estimated, a function may stay bound if fewer calling bodies than this may call its
     * dispatcher.
     */
    private static final double LEAST_DISPATCHED = 0.5;

    /** If call counts are estimated, the maximum share of functions that stay bound. */
    private static final double MAX_BOUND = 0.095;

    /** If call counts are estimated, the share of a function's instructions that a call executes. */
    private static final double EXECUTED_SHARE = 0.35;

    /**
     * The instructions of a module below which no choice is paced: the code of paced dispatchers would take the place
     * of variants.
     */
    private static final int TINY_MODULE = 300;

    private final Workload workload;
    private final double ownCost;
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
        this.ownCost = workload.cost();
        this.maxOverhead = maxOverhead;
        this.wanted = wanted;
        this.weights = weights;
        this.framePreserving = framePreserving;
    }

    /**
     * Plans the modes.
     *
     * @param functions every defined function of the module, in order, with the variants that are kept
     */
    public GranularityPlan plan(List<FunctionVariants> functions) {
        boolean isTiny =
                functions.stream().mapToInt(FunctionVariants::instructions).sum() < TINY_MODULE;
        Granularity seldom = framePreserving || isTiny ? Granularity.INSTANCE : Granularity.PACED;
        double cost = workload.costWithHost();
        double allowed = cost * (maxOverhead - 1);
        List<PlannedFunction> planned = new ArrayList<>();
        for (FunctionVariants function : functions) {
            if (!function.variants().isEmpty()) {
                planned.add(start(function, seldom));
            }
        }
        double unavoidable =
                planned.stream().mapToDouble(GranularityPlanner::minCost).sum();
        planned = limitBodies(planned, Math.max(0, Math.min(allowed * BODIES_SHARE, allowed - unavoidable)));
        double left =
                allowed - planned.stream().mapToDouble(PlannedFunction::cost).sum();
        if (seldom == Granularity.PACED) {
            drawPerHostCall(planned);
        }
        left = tellRunsApart(planned, left, seldom);
        if (!framePreserving) {
            left = upgrade(planned, left, mode -> mode.dispatched(Granularity.CALL));
            left = upgrade(planned, left, mode -> mode.isBound() ? mode.choosing(Granularity.CALL) : mode);
        }
        left = workload.recorded()
                ? upgrade(planned, left, mode -> mode.dispatched(seldom))
                : dispatchAffordable(planned, left, seldom, function -> callingBodies(functions, function));
        var modes = new ArrayList<>(Collections.nCopies(functions.size(), Mode.of(Granularity.BOUND)));
        planned.forEach(function -> modes.set(function.index(), function.mode()));
        return new GranularityPlan(modes, cost == 0 ? 1 : maxOverhead - left / cost);
    }

    /**
     * Without a profile, lets the functions that the host calls, and some of their callees, choose at each call, so
     * that two calls from the host hardly ever take the same path. The host's part of such a call, which the estimate
     * does not contain, pays for the draws.
     */
    private void drawPerHostCall(List<PlannedFunction> planned) {
        planned.replaceAll(function -> {
            if (!function.open() || !workload.structure().drawing().contains(function.index())) {
                return function;
            }
            Mode mode = function.mode();
            return function.with(
                    isSafeGuess(function)
                            ? mode.dispatched(Granularity.CALL)
                            : mode.choosing(Granularity.CALL).bound(0));
        });
    }

    /**
     * Lets functions choose at a pace, until a run draws enough bits to make its trace practically unique. Functions
     * with the most bits per cost come first. Otherwise, choices at each call could use up the budget for fewer
     * functions.
     */
    private double tellRunsApart(List<PlannedFunction> planned, double budget, Granularity seldom) {
        double left = budget;
        double bits = planned.stream().mapToDouble(PlannedFunction::bits).sum();
        var better = new ArrayList<PlannedFunction>(planned);
        better.replaceAll(function -> function.with(function.mode().dispatched(seldom)));
        List<Integer> order = IntStream.range(0, planned.size())
                .filter(i -> planned.get(i).open() && planned.get(i).mode().isBound())
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
    private boolean isSafeGuess(PlannedFunction function) {
        return workload.structure().latencyTolerant().contains(function.index())
                && function.load().cost() <= MAX_SHARE_OF_RUN * ownCost;
    }

    /** The cost of a function in its mode with direct calls bound to its fastest body. */
    private static double minCost(PlannedFunction function) {
        Mode mode = function.mode();
        return mode.isBound()
                ? function.with(mode.bound(function.bodies().within(0))).cost()
                : function.cost();
    }

    private PlannedFunction start(FunctionVariants function, Granularity seldom) {
        Optional<Granularity> fixed = wanted.apply(function.name());
        Mode mode = fixed.map(Mode::of).orElse(Mode.of(Granularity.BOUND).choosing(seldom));
        if (framePreserving && mode.dispatcher() != Granularity.INSTANCE) {
            mode = mode.choosing(Granularity.INSTANCE);
        }
        FunctionLoad load = workload.functions().get(function.index());
        var planned = new PlannedFunction(
                function,
                load,
                BodyCosts.of(function, weights.apply(function.name()).includesOriginal()),
                costOfCall(function, load),
                mode,
                fixed.isEmpty());
        return planned.with(mode.at(planned.paceWithin(DRAWS_SHARE * (maxOverhead - 1))));
    }

    /** Without a profile, many calls may return early and no loop may run. */
    private double costOfCall(FunctionVariants function, FunctionLoad load) {
        double least = EXECUTED_SHARE * function.instructions();
        double mean = load.calls() > 0 ? load.cost() / load.calls() : least;
        return Math.max(1, workload.recorded() ? mean : Math.min(mean, least));
    }

    /**
     * Binds direct calls to fewer and faster bodies if all bodies together would cost too much. Every function has the
     * same allowance, and functions with more expensive bodies share what the cheaper ones leave unused.
     */
    private List<PlannedFunction> limitBodies(List<PlannedFunction> planned, double allowed) {
        double[] costs = planned.stream().mapToDouble(PlannedFunction::cost).toArray();
        List<PlannedFunction> cheapestFirst = IntStream.range(0, costs.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> costs[i])
                        .thenComparingInt(i -> planned.get(i).index()))
                .map(planned::get)
                .toList();
        var limited = new ArrayList<PlannedFunction>();
        double left = allowed;
        for (int i = 0; i < cheapestFirst.size(); i++) {
            PlannedFunction function = cheapestFirst.get(i);
            double share = left
                    / (cheapestFirst.size() - i)
                    / Math.max(1, function.load().cost());
            double limit = workload.recorded() ? share : Math.min(share, MAX_ESTIMATED_SHARE * (maxOverhead - 1));
            Mode mode = function.mode();
            if (mode.isBound()) {
                BodyLimit bodies = function.bodies().within(limit);
                function = function.with(mode.bound(bodies));
            }
            left -= function.load().cost()
                    * function.bodies().mixed(function.mode().limit());
            limited.add(function);
        }
        limited.sort(Comparator.comparingInt(PlannedFunction::index));
        return limited;
    }

    /** Upgrades the mode of as many open functions as the budget allows, the cheapest first. */
    private double upgrade(List<PlannedFunction> planned, double budget, UnaryOperator<Mode> upgrade) {
        double left = budget;
        var order = new ArrayList<Integer>();
        for (int i = 0; i < planned.size(); i++) {
            if (planned.get(i).open()) {
                order.add(i);
            }
        }
        var better = new ArrayList<PlannedFunction>(planned);
        better.replaceAll(function -> function.with(upgrade.apply(function.mode())));
        double[] costs = better.stream().mapToDouble(PlannedFunction::cost).toArray();
        order.sort(Comparator.comparingDouble((Integer i) -> costs[i]).thenComparingInt(i -> i));
        for (int i : order) {
            PlannedFunction now = planned.get(i);
            double more = costs[i] - now.cost();
            if (now.mode().dispatcher() != Granularity.CALL && (more <= 0 || more <= left && isModest(better.get(i)))) {
                planned.set(i, better.get(i));
                left -= more;
            }
        }
        return left;
    }

    /**
     * Without a profile, lets a share of the calls reach the dispatcher: the smaller the function, the smaller the
     * share. This bounds the overhead however often the function is called. But at least one calling body calls the
     * dispatcher, which may be too much for a small function with few callers. The functions that would exceed their
     * shares the most stay bound, up to {@link #MAX_BOUND}.
     */
    private double dispatchAffordable(
            List<PlannedFunction> planned, double budget, Granularity seldom, ToIntFunction<PlannedFunction> callers) {
        Set<Integer> bound = planned.stream()
                .filter(function -> function.open() && function.mode().isBound() && !isFree(function))
                .filter(function -> dispatchedCallers(function, callers) < LEAST_DISPATCHED)
                .sorted(Comparator.comparingDouble((PlannedFunction function) -> dispatchedCallers(function, callers))
                        .thenComparingInt(PlannedFunction::index))
                .limit((long) (MAX_BOUND * planned.size()))
                .map(PlannedFunction::index)
                .collect(Collectors.toSet());
        double left = budget;
        for (int i = 0; i < planned.size(); i++) {
            PlannedFunction now = planned.get(i);
            if (now.open() && now.mode().isBound()) {
                Mode mode = bound.contains(now.index()) ? now.mode().choosing(seldom) : affordable(now, seldom);
                planned.set(i, now.with(mode));
                left -= planned.get(i).cost() - now.cost();
            }
        }
        return left;
    }

    /** Returns true if all calls may reach the dispatcher whatever the function costs. */
    private boolean isFree(PlannedFunction function) {
        return function.load().directCalls() == 0
                || workload.structure().latencyTolerant().contains(function.index());
    }

    /** The expected number of calling bodies that may call the dispatcher. */
    private double dispatchedCallers(PlannedFunction function, ToIntFunction<PlannedFunction> callers) {
        return dispatchedShare(function) * callers.applyAsInt(function);
    }

    private double dispatchedShare(PlannedFunction function) {
        return function.dispatchedWithin(DISPATCH_SHARE * (maxOverhead - 1));
    }

    private Mode affordable(PlannedFunction function, Granularity seldom) {
        if (isSafeGuess(function)) {
            return function.mode().dispatched(seldom);
        }
        // A function that is only called through a table may be hot, so its dispatcher prefers the faster bodies, too.
        return function.mode().choosing(seldom).bound(isFree(function) ? 0 : 1 - dispatchedShare(function));
    }

    /** The number of bodies that call a function directly. */
    private int callingBodies(List<FunctionVariants> functions, PlannedFunction function) {
        List<Set<Integer>> callers = workload.structure().callers();
        return callers.isEmpty()
                ? Integer.MAX_VALUE
                : callers.get(function.index()).stream()
                        .mapToInt(caller -> 1 + functions.get(caller).variants().size())
                        .sum();
    }

    private boolean isModest(PlannedFunction function) {
        return workload.recorded()
                || function.cost() <= MAX_SHARE_OF_BODY * function.load().cost();
    }
}
