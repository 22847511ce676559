package io.github.mewe.bench.attacks;

import io.github.mewe.bench.Requests;
import io.github.mewe.engine.DiversificationRequest;
import io.github.mewe.engine.HardeningOptions;
import io.github.mewe.engine.HeapOptions;
import io.github.mewe.engine.StackStart;
import io.github.mewe.harden.HardeningMeasure;
import io.github.mewe.link.RandomnessSource;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** A target of the attacks. */
enum Configuration {
    ORIGINAL("original", 1),
    MULTIVARIANT("multivariant", 1),
    FRAMES("frames", 1, HardeningMeasure.FRAMES),
    CANARIES("canaries", 1, HardeningMeasure.CANARIES),
    HEAP("heap", 1, HardeningMeasure.HEAP),
    ALL("all", 1, HardeningMeasure.values()),
    WIDE("all, wide", 1, HardeningMeasure.values()),
    TWINS("all, twins", 2, HardeningMeasure.values()),
    WIDE_TWINS("all, wide, twins", 2, HardeningMeasure.values());

    /** The values of {@code stackStart} and {@code frameOffset} in the wide configurations. */
    static final int WIDE_START = 65_536;

    static final int WIDE_OFFSET = 1_008;

    private final String title;
    private final int instances;
    private final Set<HardeningMeasure> measures;

    Configuration(String title, int instances, HardeningMeasure... measures) {
        this.title = title;
        this.instances = instances;
        this.measures = Set.of(measures);
    }

    static Configuration titled(String title) {
        return Arrays.stream(values())
                .filter(each -> each.title.equals(title))
                .findFirst()
                .orElseThrow();
    }

    /** The request; empty for the original. */
    Optional<DiversificationRequest> request() {
        if (this == ORIGINAL) {
            return Optional.empty();
        }
        DiversificationRequest defaults = Requests.defaults(RandomnessSource.EXPORT);
        if (measures.isEmpty()) {
            return Optional.of(defaults);
        }
        boolean isWide = this == WIDE || this == WIDE_TWINS;
        return Optional.of(defaults.with(
                isWide
                        ? new HardeningOptions(
                                measures, StackStart.ofBytes(WIDE_START), WIDE_OFFSET, true, HeapOptions.DEFAULT)
                        : HardeningOptions.of(measures)));
    }

    String title() {
        return title;
    }

    /** The number of instances that run as one. */
    int instances() {
        return instances;
    }
}
