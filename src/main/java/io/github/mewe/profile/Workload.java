package io.github.mewe.profile;

import java.util.List;

/**
 * What the functions of a module do in a run of it.
 *
 * @param functions the defined functions, in their order
 * @param recorded whether this was seen in a run, else it is guessed from the module's structure
 */
public record Workload(List<FunctionLoad> functions, boolean recorded) {
    /** Copies the list. */
    public Workload {
        functions = List.copyOf(functions);
    }

    /** What the run costs, in the unit of {@link FunctionLoad#cost()}. */
    public double cost() {
        return functions.stream().mapToDouble(FunctionLoad::cost).sum();
    }

    /** The share of a function's own code in the cost of the run. */
    public double share(int function) {
        double cost = cost();
        return cost == 0 ? 0 : functions.get(function).cost() / cost;
    }
}
