package io.github.mewe.variant;

import io.github.mewe.common.SplitMix64;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Deals the variants of each function to several binaries in turn, like cards. No binary gets two more than another,
 * and each gets its part of the first variants, which are the cheap ones. The binary that comes first differs from
 * function to function. If there are fewer variants than binaries, each binary still gets one, and each variant goes to
 * as few binaries as possible.
 *
 * @param binaries the number of binaries, at least 1
 * @param seed decides which binary comes first
 */
public record VariantDistribution(int binaries, long seed) {
    /** Checks the number of binaries. */
    public VariantDistribution {
        if (binaries < 1) {
            throw new IllegalArgumentException("the number of binaries must be at least 1, but is " + binaries);
        }
    }

    /**
     * The variants of one function for one binary.
     *
     * @param binary the number of the binary, from 0
     * @param function the function's index among the defined functions of the module, from 0
     * @param variants the number of the function's variants
     * @return the indices of the binary's variants, ascending; empty only if there are no variants
     */
    public List<Integer> share(int binary, int function, int variants) {
        if (variants == 0) {
            return List.of();
        }
        int first = Math.floorMod(SplitMix64.output(seed + SplitMix64.output(function + 1L)), binaries);
        int place = (binary + first) % binaries;
        return variants < binaries
                ? List.of(place % variants)
                : IntStream.iterate(place, i -> i < variants, i -> i + binaries)
                        .boxed()
                        .toList();
    }

    /**
     * The variants of all functions for one binary.
     *
     * @param binary the number of the binary, from 0
     * @param functions the functions with all their variants, in order
     */
    public List<FunctionVariants> of(int binary, List<FunctionVariants> functions) {
        return functions.stream()
                .map(function -> function.select(
                        share(binary, function.index(), function.variants().size())))
                .toList();
    }
}
