package io.github.mewe.engine;

import io.github.mewe.harden.HardeningMeasure;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The options for hardening.
 *
 * @param measures the measures to take
 * @param stackStart the maximum distance by which the start of the stack is lowered, if frames move
 * @param frameOffset the number of bytes that each frame may be lowered by at run time, if frames move
 * @param guardsAllBodies true if all bodies of a function check canaries, false if half of them do
 * @param heap the options for guards of heap blocks
 */
public record HardeningOptions(
        Set<HardeningMeasure> measures,
        StackStart stackStart,
        int frameOffset,
        boolean guardsAllBodies,
        HeapOptions heap) {
    /** No hardening. */
    public static final HardeningOptions NONE = of(Set.of());

    /** Measures with the defaults of the other options. */
    public static HardeningOptions of(Set<HardeningMeasure> measures) {
        return new HardeningOptions(measures, StackStart.DEFAULT, 0, true, HeapOptions.DEFAULT);
    }

    /** Copies the set. */
    public HardeningOptions {
        measures = Set.copyOf(measures);
    }

    /** Returns true if a measure changes stack frames. */
    boolean areForFrames() {
        return measures.contains(HardeningMeasure.FRAMES) || measures.contains(HardeningMeasure.CANARIES);
    }

    /** Returns true if no measure is configured. */
    boolean isEmpty() {
        return measures.isEmpty();
    }

    /** Adds the options by their names in a POM, if there are any. The seed derives from names and values. */
    void describe(Map<String, String> parameters) {
        if (!isEmpty()) {
            parameters.put(
                    "harden",
                    EnumSet.copyOf(measures).stream()
                            .map(HardeningMeasure::configurationName)
                            .collect(Collectors.joining(",")));
            parameters.put("stackStart", stackStart.toString());
            if (frameOffset > 0) {
                parameters.put("frameOffset", String.valueOf(frameOffset));
            }
            if (!guardsAllBodies) {
                parameters.put("canaries", "some");
            }
            if (measures.contains(HardeningMeasure.HEAP)) {
                heap.describe(parameters);
            }
        }
    }
}
