package io.github.mewe.measure;

import java.util.Map;

/**
 * Fingerprints of a module's machine code. Two functions have equal fingerprints exactly when their instructions differ
 * only in code and data addresses.
 *
 * @param compiler the compiler's name and version, as documents state them
 * @param fingerprints the fingerprints by function index in the module; imported functions count
 */
public record MachineCode(String compiler, Map<Integer, String> fingerprints) {
    /** Copies the map. */
    public MachineCode {
        fingerprints = Map.copyOf(fingerprints);
    }

    /**
     * Returns the fingerprint of a function.
     *
     * @param index the function's index in the module
     * @throws IllegalArgumentException if the compiler produced no code for this function
     */
    public String of(int index) {
        String fingerprint = fingerprints.get(index);
        if (fingerprint == null) {
            throw new IllegalArgumentException("no machine code for function " + index);
        }
        return fingerprint;
    }
}
