package io.github.mewe.link;

import java.util.Locale;
import java.util.Optional;

/** The origin of the discriminator's entropy. */
public enum RandomnessSource {
    /** {@code wasi_snapshot_preview1.random_get}, called once per instance. */
    WASI,
    /** The imported function {@code mewe.random}, of type {@code () -> i64}, called twice per instance. */
    HOST,
    /** The host calls the exported {@code mewe_seed(i64, i64)}; until then the build's key serves. */
    EXPORT,
    /** The build's key alone: every run makes the same choices. */
    FIXED,
    /** {@link #WASI} where the module imports {@code random_get} itself, else {@link #EXPORT}. */
    AUTO;

    /** The source's name in a configuration. */
    public String configurationName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The source with a name of a configuration. */
    public static Optional<RandomnessSource> named(String name) {
        for (RandomnessSource source : values()) {
            if (source.configurationName().equals(name)) {
                return Optional.of(source);
            }
        }
        return Optional.empty();
    }
}
