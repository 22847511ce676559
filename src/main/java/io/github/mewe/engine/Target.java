package io.github.mewe.engine;

import io.github.mewe.link.RandomnessSource;
import java.util.Map;
import java.util.Optional;

/**
 * The host that a multivariant binary is made for.
 *
 * @param platform the platform; empty for none in particular
 * @param randomness the randomness source; empty for the platform's own, or {@code auto} without a platform
 */
public record Target(Optional<Platform> platform, Optional<RandomnessSource> randomness) {

    /** A platform, with the randomness source that suits it. */
    public static Target of(Platform platform) {
        return new Target(Optional.of(platform), Optional.empty());
    }

    /** A randomness source, on no platform in particular. */
    public static Target of(RandomnessSource randomness) {
        return new Target(Optional.empty(), Optional.of(randomness));
    }

    /**
     * The randomness source for a module, possibly {@code auto}.
     *
     * @param hasWasi whether the module can have {@link RandomnessSource#WASI}
     */
    RandomnessSource source(boolean hasWasi) {
        return randomness.orElseGet(() -> defaultSource(hasWasi));
    }

    private RandomnessSource defaultSource(boolean hasWasi) {
        return platform.map(host -> host.randomness(hasWasi)).orElse(RandomnessSource.AUTO);
    }

    /** Adds the target to a request's parameters; the seed derives from them, so that none may be added or renamed. */
    void describe(Map<String, String> parameters) {
        boolean isLeftToPlatform = platform.isPresent() && randomness.isEmpty();
        parameters.put(
                "randomness",
                isLeftToPlatform ? "" : randomness.orElse(RandomnessSource.AUTO).configurationName());
        platform.ifPresent(host -> parameters.put("platform", host.configurationName()));
    }
}
