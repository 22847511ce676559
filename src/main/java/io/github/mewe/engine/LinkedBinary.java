package io.github.mewe.engine;

import io.github.mewe.harden.HardenedFrames;
import io.github.mewe.link.GranularityPlan;
import io.github.mewe.link.Harvest;
import io.github.mewe.link.LinkedFunction;
import io.github.mewe.variant.FunctionVariants;
import java.util.List;
import java.util.Optional;

/**
 * A multivariant binary and its parts.
 *
 * @param kept every defined function of the input with the variants that fit the budget
 * @param plan the granularity of each function
 * @param added the functions that the linker added
 * @param options the options resolved for the module
 * @param output the encoded module
 * @param sourceMap the output's source map, if the input has one
 */
record LinkedBinary(
        List<FunctionVariants> kept,
        GranularityPlan plan,
        Added added,
        ResolvedOptions options,
        OutputModule output,
        Optional<byte[]> sourceMap) {
    LinkedBinary {
        kept = List.copyOf(kept);
    }

    /**
     * The functions that linking and hardening added or changed.
     *
     * @param functions the linked functions with variants
     * @param harvest the harvested imports, with their wrappers
     * @param frames the hardened bodies
     * @param heapAlarm the function that traps if a canary of a heap block has changed; empty if there are no guards
     */
    record Added(List<LinkedFunction> functions, Harvest harvest, HardenedFrames frames, Optional<String> heapAlarm) {}

    /** The hardened bodies. */
    HardenedFrames frames() {
        return added.frames();
    }

    /** The linked functions with variants. */
    List<LinkedFunction> functions() {
        return added.functions();
    }

    /** Returns true if no function has variants; the output is then the input. */
    boolean isUnchanged() {
        return functions().isEmpty();
    }
}
