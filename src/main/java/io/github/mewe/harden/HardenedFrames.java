package io.github.mewe.harden;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The hardened bodies of a binary.
 *
 * @param measures the measures that were asked for
 * @param survey the frames of the input; empty if it has no stack pointer
 * @param bodies the hardened bodies by name
 * @param alarm the name of the function that traps if a canary has changed
 * @param offset the index of the global with the offset of frames at run time
 * @param stack the stack that they need
 */
public record HardenedFrames(
        Set<HardeningMeasure> measures,
        Optional<FrameSurvey> survey,
        Map<String, HardenedBody> bodies,
        Optional<String> alarm,
        Optional<Integer> offset,
        StackUse stack) {
    /** Copies the collections. */
    public HardenedFrames {
        measures = Set.copyOf(measures);
        bodies = Map.copyOf(bodies);
    }

    /** No hardened bodies. */
    public static HardenedFrames none(Set<HardeningMeasure> measures, Optional<FrameSurvey> survey) {
        return new HardenedFrames(measures, survey, Map.of(), Optional.empty(), Optional.empty(), StackUse.NONE);
    }

    /**
     * A hardened body.
     *
     * @param padding the number of bytes that its frame is lower by, without the offset at run time
     * @param isGuarded true if it writes and checks a canary
     */
    public record HardenedBody(int padding, boolean isGuarded) {}

    /** The names of the measures. */
    public List<String> measureNames() {
        return measures.stream()
                .sorted()
                .map(HardeningMeasure::configurationName)
                .toList();
    }
}
