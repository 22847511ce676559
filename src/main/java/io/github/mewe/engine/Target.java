package io.github.mewe.engine;

import io.github.mewe.link.RandomnessSource;
import java.util.Map;
import java.util.Optional;

/**
 * The host that a multivariant binary is made for.
 *
 * @param platform the platform; empty for any
 * @param randomness the randomness source; empty for the platform's default, or {@code auto} without a platform
 */
public record Target(Optional<Platform> platform, Optional<RandomnessSource> randomness) {

    /** A platform with its default randomness source. */
    public static Target of(Platform platform) {
        return new Target(Optional.of(platform), Optional.empty());
    }

    /** A randomness source on any platform. */
    public static Target of(RandomnessSource randomness) {
        return new Target(Optional.empty(), Optional.of(randomness));
    }

    /**
     * The randomness source for a module, possibly {@code auto}.
     *
     * @param hasWasi true if the module can use {@link RandomnessSource#WASI}
     */
    RandomnessSource source(boolean hasWasi) {
        return randomness.orElseGet(() -> defaultSource(hasWasi));
    }

    private RandomnessSource defaultSource(boolean hasWasi) {
        return platform.map(host -> host.randomness(hasWasi)).orElse(RandomnessSource.AUTO);
    }

    /** Adds the target to a request's parameters. The seed derives from names and values: neither may change. */
    void describe(Map<String, String> parameters) {
        boolean isLeftToPlatform = platform.isPresent() && randomness.isEmpty();
        parameters.put(
                "randomness",
                isLeftToPlatform ? "" : randomness.orElse(RandomnessSource.AUTO).configurationName());
        platform.ifPresent(host -> parameters.put("platform", host.configurationName()));
    }
}
