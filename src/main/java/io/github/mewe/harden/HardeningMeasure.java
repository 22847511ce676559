package io.github.mewe.harden;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A measure against memory corruption that a user can ask for. */
public enum HardeningMeasure {
    /** Each body of a function places its stack frame at another distance from its caller's. */
    FRAMES,
    /** A random word above each stack frame is checked before the function returns. */
    CANARIES,
    /** Heap blocks have random slack and canaries, and freed blocks wait for a random time. */
    HEAP;

    /** The measure with a name in a POM. */
    public static Optional<HardeningMeasure> named(String name) {
        return Arrays.stream(values())
                .filter(measure -> measure.configurationName().equals(name))
                .findFirst();
    }

    /** The name in a POM. */
    public String configurationName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
