package io.github.mewe.profile;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The load of a module's functions in one run.
 *
 * @param functions the loads of the defined functions, in order
 * @param recorded true if a profile was recorded, false if the load is estimated from the module's structure
 * @param structure the structure of calls; unknown for a recorded workload, whose costs are known
 * @param hostCost the cost of the called host functions, in the unit of {@link FunctionLoad#cost()}
 */
public record Workload(List<FunctionLoad> functions, boolean recorded, CallStructure structure, double hostCost) {
    /** Copies the list. */
    public Workload {
        functions = List.copyOf(functions);
    }

    /** A workload without host cost and with an unknown structure. */
    public Workload(List<FunctionLoad> functions, boolean recorded) {
        this(functions, recorded, CallStructure.UNKNOWN, 0);
    }

    /**
     * Adds the cost of host functions.
     *
     * @param callers the positions of functions that call slow host functions
     * @param cost the cost of these calls
     */
    public Workload withHost(Set<Integer> callers, double cost) {
        if (recorded) {
            return new Workload(functions, true, structure, cost);
        }
        var tolerant = new HashSet<>(structure.latencyTolerant());
        tolerant.addAll(callers);
        var other = new CallStructure(tolerant, structure.drawing(), structure.callers());
        return new Workload(functions, false, other, cost);
    }

    /** The cost of the module's own code, in the unit of {@link FunctionLoad#cost()}. */
    public double cost() {
        return functions.stream().mapToDouble(FunctionLoad::cost).sum();
    }

    /** The cost of the run including host functions. */
    public double costWithHost() {
        return cost() + hostCost;
    }

    /** The share of each function's own code in {@link #cost()}. */
    public List<Double> shares() {
        double cost = cost();
        return functions.stream()
                .map(function -> cost == 0 ? 0 : function.cost() / cost)
                .toList();
    }
}
