package io.github.mewe.bench.hardening;

import io.github.mewe.engine.HardeningOptions;
import io.github.mewe.engine.HeapOptions;
import io.github.mewe.engine.StackStart;
import io.github.mewe.harden.HardeningMeasure;
import io.github.mewe.harden.HeapFunction;
import java.util.Map;
import java.util.Set;

/** Measures against memory corruption whose cost is compared. */
enum Measures {
    NONE("none", HardeningOptions.NONE),
    FRAMES("`frames`", HardeningOptions.of(Set.of(HardeningMeasure.FRAMES))),
    OFFSET(
            "`frames`, `frameOffset` 1008",
            new HardeningOptions(
                    Set.of(HardeningMeasure.FRAMES), StackStart.DEFAULT, Measures.WIDE, true, HeapOptions.DEFAULT)),
    SOME_CANARIES(
            "`frames,canaries`, `canaries` some",
            new HardeningOptions(
                    Set.of(HardeningMeasure.FRAMES, HardeningMeasure.CANARIES),
                    StackStart.DEFAULT,
                    0,
                    false,
                    HeapOptions.DEFAULT)),
    CANARIES("`frames,canaries`", HardeningOptions.of(Set.of(HardeningMeasure.FRAMES, HardeningMeasure.CANARIES))),
    ALL("`frames,canaries,heap`", HardeningOptions.of(Set.of(HardeningMeasure.values())));

    private static final int WIDE = 1_008;

    private final String title;
    private final HardeningOptions options;

    Measures(String title, HardeningOptions options) {
        this.title = title;
        this.options = options;
    }

    String title() {
        return title;
    }

    /**
     * The options.
     *
     * @param allocator the functions of the module's allocator, by the names of its exports
     */
    HardeningOptions options(Map<HeapFunction, String> allocator) {
        return new HardeningOptions(
                options.measures(),
                options.stackStart(),
                options.frameOffset(),
                options.guardsAllBodies(),
                new HeapOptions(options.heap().limit(), allocator));
    }
}
