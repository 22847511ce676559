package io.github.mewe.engine;

import io.github.mewe.link.GranularityPlan;
import io.github.mewe.link.LinkedFunction;
import io.github.mewe.variant.FunctionVariants;
import java.util.List;
import java.util.Optional;

/**
 * A multivariant binary, and what was linked into it.
 *
 * @param kept every defined function of the input, with the variants that fit into the budget
 * @param plan how the calls of each of them find a body
 * @param functions the functions that have variants, as linked
 * @param options the options that were resolved for the module
 * @param output the module that was written
 * @param sourceMap the output's source map, if the input has one
 */
record LinkedBinary(
        List<FunctionVariants> kept,
        GranularityPlan plan,
        List<LinkedFunction> functions,
        ResolvedOptions options,
        OutputModule output,
        Optional<byte[]> sourceMap) {

    /** Whether no function has variants, so that the output is the input. */
    boolean isUnchanged() {
        return functions.isEmpty();
    }
}
