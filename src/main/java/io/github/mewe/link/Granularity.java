package io.github.mewe.link;

import java.util.Locale;
import java.util.Optional;

/** The time when the body of a call is chosen. */
public enum Granularity {
    /** At each call. */
    CALL,
    /** At the first calls of an instance, then after random numbers of calls ({@link Pace}). */
    PACED,
    /** Once, at the first call after instantiation. */
    INSTANCE,
    /**
     * When the module is linked: each body of a caller calls one body of the function directly, so the caller's choice
     * determines the callee's. Other calls reach a dispatcher.
     */
    BOUND;

    /** The name in the configuration. */
    public String configurationName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Looks up a granularity by its name in the configuration. */
    public static Optional<Granularity> named(String name) {
        for (Granularity granularity : values()) {
            if (granularity.configurationName().equals(name)) {
                return Optional.of(granularity);
            }
        }
        return Optional.empty();
    }
}
