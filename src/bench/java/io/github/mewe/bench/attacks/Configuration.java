package io.github.mewe.bench.attacks;

import io.github.mewe.bench.Requests;
import io.github.mewe.engine.DiversificationRequest;
import io.github.mewe.engine.HardeningOptions;
import io.github.mewe.harden.HardeningMeasure;
import io.github.mewe.link.RandomnessSource;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is attacked. */
enum Configuration {
    ORIGINAL("original", 1),
    MULTIVARIANT("multivariant", 1),
    FRAMES("frames", 1, "frames"),
    CANARIES("canaries", 1, "canaries"),
    HEAP("heap", 1, "heap"),
    ALL("all", 1, "frames", "canaries", "heap"),
    WIDE("all, wide", 1, "frames", "canaries", "heap"),
    TWINS("all, twins", 2, "frames", "canaries", "heap"),
    WIDE_TWINS("all, wide, twins", 2, "frames", "canaries", "heap");

    /** The values of {@code stackStart} and {@code frameOffset} in the wide configurations. */
    static final int WIDE_START = 65_536;

    static final int WIDE_OFFSET = 1_008;

    private final String title;
    private final int instances;
    private final Set<HardeningMeasure> measures;

    Configuration(String title, int instances, String... measures) {
        this.title = title;
        this.instances = instances;
        this.measures = Stream.of(measures)
                .flatMap(name -> HardeningMeasure.named(name).stream())
                .collect(Collectors.toSet());
    }

    /** The configurations whose measures exist. */
    static Stream<Configuration> all() {
        return Arrays.stream(values()).filter(each -> each != HEAP || !each.measures.isEmpty());
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
                        ? new HardeningOptions(measures, WIDE_START, WIDE_OFFSET, true)
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
