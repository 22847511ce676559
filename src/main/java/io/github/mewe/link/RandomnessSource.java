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
    /**
     * {@link #WASI} if the module itself imports {@code random_get}, otherwise {@link #EXPORT}. The build's key serves
     * while the host has no random numbers. Under {@code EXPORT}, an instance that the host does not seed takes its key
     * from a {@link RandomImport} of the module.
     */
    AUTO;

    /** The name in the configuration. */
    public String configurationName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Looks up a source by its name in the configuration. */
    public static Optional<RandomnessSource> named(String name) {
        for (RandomnessSource source : values()) {
            if (source.configurationName().equals(name)) {
                return Optional.of(source);
            }
        }
        return Optional.empty();
    }
}
