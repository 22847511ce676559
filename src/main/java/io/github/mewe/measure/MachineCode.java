package io.github.mewe.measure;

import java.util.Map;

/**
 * The machine code of a module's functions, as fingerprints: two functions have equal ones exactly when their
 * instructions differ in nothing but where they and what they refer to were placed.
 *
 * @param fingerprints the fingerprints by the function's index in the module, imported functions counted
 */
public record MachineCode(Map<Integer, String> fingerprints) {
    /** Copies the map. */
    public MachineCode {
        fingerprints = Map.copyOf(fingerprints);
    }

    /**
     * A function's fingerprint.
     *
     * @param index the function's index in the module
     * @throws IllegalArgumentException if the engine compiled no such function
     */
    public String of(int index) {
        String fingerprint = fingerprints.get(index);
        if (fingerprint == null) {
            throw new IllegalArgumentException("no machine code of the function " + index);
        }
        return fingerprint;
    }
}
