package io.github.mewe.measure;

import io.github.mewe.report.Manifest;
import java.util.HashSet;
import java.util.Set;
import java.util.function.IntFunction;

/**
 * Counts the variants of a function that differ from its original and from each other, by fingerprints of machine code
 * or of structure.
 */
public final class DistinctVariants {
    private final IntFunction<String> fingerprints;

    /**
     * Creates a counter.
     *
     * @param fingerprints returns a function's fingerprint by index in the binary; null if the function was removed
     */
    public DistinctVariants(IntFunction<String> fingerprints) {
        this.fingerprints = fingerprints;
    }

    /** Counts the distinct variants of a function. If the original can be chosen, variants equal to it do not count. */
    public int of(Manifest.Function function) {
        Set<String> distinct = new HashSet<>();
        for (Manifest.Variant variant : function.variants()) {
            String own = fingerprints.apply(variant.index());
            if (own != null) {
                distinct.add(withHelpers(own, variant));
            }
        }
        if (function.originalIndex() != null) {
            distinct.remove(fingerprints.apply(function.originalIndex()));
        }
        return distinct.size();
    }

    /** Adds the fingerprints of a variant's helpers, which are part of it. */
    private String withHelpers(String own, Manifest.Variant variant) {
        var all = new StringBuilder(own);
        variant.helpers().forEach(helper -> all.append(' ').append(fingerprints.apply(helper)));
        return all.toString();
    }
}
