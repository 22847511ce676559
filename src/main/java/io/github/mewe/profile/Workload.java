package io.github.mewe.profile;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The load of a module's functions in one run.
 *
 * @param functions the loads of the defined functions, in order
 * @param recorded true if a profile was recorded, false if the load is estimated from the module's structure
 * @param latencyTolerant the positions of functions whose calls are rare or slow enough to make a per-instance choice
 *     negligible; empty for a recorded workload, whose costs are known
 * @param hostCost the cost of the called host functions, in the unit of {@link FunctionLoad#cost()}
 */
public record Workload(List<FunctionLoad> functions, boolean recorded, Set<Integer> latencyTolerant, double hostCost) {
    /** Copies the collections. */
    public Workload {
        functions = List.copyOf(functions);
        latencyTolerant = Set.copyOf(latencyTolerant);
    }

    /** A workload without host cost. */
    public Workload(List<FunctionLoad> functions, boolean recorded) {
        this(functions, recorded, Set.of(), 0);
    }

    /**
     * Adds the cost of host functions.
     *
     * @param callers the positions of functions that call slow host functions
     * @param cost the cost of these calls
     */
    public Workload withHost(Set<Integer> callers, double cost) {
        var all = new HashSet<>(latencyTolerant);
        all.addAll(callers);
        return new Workload(functions, recorded, recorded ? Set.of() : all, cost);
    }

    /** The cost of the module's own code, in the unit of {@link FunctionLoad#cost()}. */
    public double cost() {
        return functions.stream().mapToDouble(FunctionLoad::cost).sum();
    }

    /** The cost of the run including host functions. */
    public double costWithHost() {
        return cost() + hostCost;
    }

    /** The share of a function's own code in {@link #cost()}. */
    public double share(int function) {
        double cost = cost();
        return cost == 0 ? 0 : functions.get(function).cost() / cost;
    }
}
