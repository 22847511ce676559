package io.github.mewe.variant;

import io.github.mewe.common.SplitMix64;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Deals the variants of each function to several binaries, like cards: in turns, so that no binary gets two more than
 * another, and so that each gets its part of those that were made first, which are the cheap ones. Which binary is the
 * first differs from function to function. Where there are fewer variants than binaries, each binary gets one all the
 * same, and variants go to as few binaries as they can.
 *
 * @param binaries how many binaries, at least 1
 * @param seed the seed that decides which binary comes first
 */
public record Dealing(int binaries, long seed) {
    /** Checks the number of binaries. */
    public Dealing {
        if (binaries < 1) {
            throw new IllegalArgumentException("the number of binaries must be at least 1, but is " + binaries);
        }
    }

    /**
     * The variants of one function that one binary gets.
     *
     * @param binary which binary, from 0
     * @param function the function's place among the defined functions of the module, from 0
     * @param variants how many variants the function has
     * @return the indices of those that the binary gets, ascending; none only if there are none
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
     * The variants of all functions that one binary gets.
     *
     * @param binary which binary, from 0
     * @param functions the functions with all their variants, in order
     */
    public List<FunctionVariants> of(int binary, List<FunctionVariants> functions) {
        return functions.stream()
                .map(function -> function.select(
                        share(binary, function.index(), function.variants().size())))
                .toList();
    }
}
