package io.github.mewe.profile;

import java.util.List;

/**
 * A profile recorded with an instrumented module.
 *
 * @param schemaVersion the version of the JSON form
 * @param module the name of the module's file
 * @param sha256 the module's hash in hexadecimal
 * @param imports the number of imported functions, which come before the defined ones
 * @param defined the number of defined functions
 * @param functions the called functions in order of their indices
 */
public record RecordedProfile(
        int schemaVersion, String module, String sha256, int imports, int defined, List<Function> functions) {
    /** The version of the JSON form that this class represents. */
    public static final int SCHEMA_VERSION = 1;

    /** Copies the list. */
    public RecordedProfile {
        functions = List.copyOf(functions);
    }

    /**
     * A called function.
     *
     * @param index its index in the module; imported functions count
     * @param name its name in the name section, or null
     * @param calls the number of calls of any kind
     * @param indirectCalls the calls other than by a {@code call} instruction among them
     * @param cost the {@linkplain io.github.mewe.ir.BodyCost cost} of its own code in all calls, in additions
     */
    public record Function(int index, String name, long calls, long indirectCalls, double cost) {
        FunctionLoad load() {
            return new FunctionLoad(calls, indirectCalls, cost);
        }
    }

    /** The cost of all functions, in additions. */
    public double cost() {
        return functions.stream().mapToDouble(Function::cost).sum();
    }
}
