package io.github.mewe.profile;

import java.util.List;

/**
 * What was counted while an instrumented module ran.
 *
 * @param schemaVersion the version of the JSON form
 * @param module the name of the module's file
 * @param sha256 the hash of the module, in hexadecimal
 * @param imports how many functions the module imports; the defined ones are numbered behind them
 * @param defined how many functions it defines
 * @param functions those of them that were called, by their indices
 */
public record RecordedProfile(
        int schemaVersion, String module, String sha256, int imports, int defined, List<Function> functions) {
    /** The version of the JSON form that this class stands for. */
    public static final int SCHEMA_VERSION = 1;

    /** Copies the list. */
    public RecordedProfile {
        functions = List.copyOf(functions);
    }

    /**
     * A function that was called.
     *
     * @param index its index in the module, imported functions counted
     * @param name its name in the name section, or null
     * @param calls how often it was called, in any way
     * @param indirectCalls how many of these calls did not come from a {@code call} instruction
     * @param cost what its own code {@linkplain io.github.mewe.ir.BodyCost cost} in all these calls, in additions
     */
    public record Function(int index, String name, long calls, long indirectCalls, double cost) {
        FunctionLoad load() {
            return new FunctionLoad(calls, indirectCalls, cost);
        }
    }

    /** What all functions cost together, in additions. */
    public double cost() {
        return functions.stream().mapToDouble(Function::cost).sum();
    }
}
