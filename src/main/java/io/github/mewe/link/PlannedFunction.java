package io.github.mewe.link;

import io.github.mewe.profile.FunctionLoad;
import io.github.mewe.variant.FunctionVariants;

/**
 * A function with variants, its load, and a candidate mode. Costs are in the unit of {@link io.github.mewe.ir.BodyCost}
 * and in excess of the original's. {@code src/bench/dispatch/run.sh} and {@code src/bench/overhead/run.sh} measure
 * them.
 *
 * @param function the function
 * @param load its load
 * @param bodies the costs of its bodies
 * @param costOfCall the cost of one run of the original's own code, without callees; at least 1
 * @param mode the candidate mode
 * @param open true if the planner may change the granularity
 */
record PlannedFunction(
        FunctionVariants function, FunctionLoad load, BodyCosts bodies, double costOfCall, Mode mode, boolean open) {
    /** A choice at each call. Most of its cost is a branch that a processor cannot predict. */
    private static final double CALL_COST = 300;

    private static final double INSTANCE_COST = 25;

    /** A call of a paced dispatcher that keeps its choice. */
    private static final double PACED_COST = 35;

    /**
     * A draw of a paced dispatcher: code out of line that is rarely in the processor's cache, bits for the interval,
     * and mispredicted branches.
     */
    private static final double PACED_DRAW_COST = 2_400;

    /** The index of the function. */
    int index() {
        return function.index();
    }

    /** The function in another mode. */
    PlannedFunction with(Mode other) {
        return new PlannedFunction(function, load, bodies, costOfCall, other, open);
    }

    /** The entropy in bits of the function's choices in a run if it chooses once per instance. */
    double bits() {
        double calls = load.indirectCalls() + (1 - mode.boundShare()) * load.directCalls();
        return Math.min(1, calls) * StrictMath.log(bodies.excess().size()) / StrictMath.log(2);
    }

    /**
     * The share of calls that a paced dispatcher can serve at a given cost.
     *
     * @param share the cost, as a share of the function's own code
     */
    double dispatchedWithin(double share) {
        return Math.min(1, share * costOfCall / PACED_COST);
    }

    /**
     * The pace whose draws cost a given share of the function's own code in the long run.
     *
     * @param share the share
     */
    Pace paceWithin(double share) {
        return Pace.atLeast(PACED_DRAW_COST / (share * costOfCall));
    }

    /** The cost of the mode in all calls. */
    double cost() {
        double bound = mode.boundShare() * load.directCalls();
        double share = load.calls() == 0 ? 0 : bound / load.calls();
        double slower = (share == 0 ? 0 : share * bodies.mixed(mode.limit())) + (1 - share) * dispatched();
        return choices(load.calls() - bound) + load.cost() * slower;
    }

    /** The cost of the dispatcher. */
    private double choices(double calls) {
        return switch (mode.dispatcher()) {
            case CALL -> calls * CALL_COST;
            // The draws at the first calls of an instance hardly matter: code that runs for the first time is slow
            // anyway.
            case PACED -> calls * (PACED_COST + PACED_DRAW_COST / mode.pace().interval());
            default -> calls * INSTANCE_COST;
        };
    }

    /** The average added run time of the bodies that the dispatcher calls. */
    private double dispatched() {
        return switch (mode.dispatcher()) {
            case CALL -> bodies.drawn(mode.limit()) + bodies.mixing(mode.limit());
            case PACED ->
                bodies.drawn(mode.limit())
                        + bodies.mixing(mode.limit()) / mode.pace().interval();
            default -> bodies.alone(bodies.all());
        };
    }
}
