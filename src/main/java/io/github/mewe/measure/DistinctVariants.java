package io.github.mewe.measure;

import io.github.mewe.report.Manifest;
import java.util.HashSet;
import java.util.Set;
import java.util.function.IntFunction;

/**
 * Counts the variants of a function that differ from its original and from each other, by any fingerprint of the
 * functions of a multivariant binary: of their machine code, or of their structure.
 */
public final class DistinctVariants {
    private final IntFunction<String> fingerprints;

    /**
     * A counter.
     *
     * @param fingerprints the fingerprint of a function by its index in the binary; null if it is not there any more
     */
    public DistinctVariants(IntFunction<String> fingerprints) {
        this.fingerprints = fingerprints;
    }

    /**
     * Counts.
     *
     * @param function a function that has variants
     * @return the number of different variants, those that equal the original left out, if that is one of
     *     the choices
     */
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

    /** What a variant moved into its helpers is as much part of it as its body. */
    private String withHelpers(String own, Manifest.Variant variant) {
        var all = new StringBuilder(own);
        variant.helpers().forEach(helper -> all.append(' ').append(fingerprints.apply(helper)));
        return all.toString();
    }
}
