package io.github.mewe.profile;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the functions of a module do in a run of it.
 *
 * @param functions the defined functions, in their order
 * @param recorded whether this was seen in a run, else it is guessed from the module's structure
 * @param unhurried the places of functions of which it is sure that a choice once an instance costs little beside what
 *     else happens when they are called; none if this is recorded, so that costs tell
 * @param hostCost what the host's functions cost that the module calls, in the unit of {@link FunctionLoad#cost()}
 */
public record Workload(List<FunctionLoad> functions, boolean recorded, Set<Integer> unhurried, double hostCost) {
    /** Copies the collections. */
    public Workload {
        functions = List.copyOf(functions);
        unhurried = Set.copyOf(unhurried);
    }

    /** A workload in which the host does nothing. */
    public Workload(List<FunctionLoad> functions, boolean recorded) {
        this(functions, recorded, Set.of(), 0);
    }

    /**
     * The same with what the host does.
     *
     * @param callers the places of functions that call host functions which take long
     * @param cost what these cost
     */
    public Workload withHost(Set<Integer> callers, double cost) {
        var all = new HashSet<>(unhurried);
        all.addAll(callers);
        return new Workload(functions, recorded, recorded ? Set.of() : all, cost);
    }

    /** What the module's own code costs in the run, in the unit of {@link FunctionLoad#cost()}. */
    public double cost() {
        return functions.stream().mapToDouble(FunctionLoad::cost).sum();
    }

    /** What the run costs, the host's functions included. */
    public double costWithHost() {
        return cost() + hostCost;
    }

    /** The share of a function's own code in the cost of the module's own code. */
    public double share(int function) {
        double cost = cost();
        return cost == 0 ? 0 : functions.get(function).cost() / cost;
    }
}
