package io.github.mewe.link;

import java.util.Locale;
import java.util.Optional;

/** The destination of the reports of choices. */
public enum ChoiceTrace {
    /** No reports; the output contains no code for them. */
    NONE,
    /** To the imported function {@code mewe.trace}, of type {@code (i32, i32) -> ()}. */
    IMPORT,
    /** To a ring buffer in an additional memory, exported as {@code mewe_trace}. */
    MEMORY;

    /** The trace's name in a configuration. */
    public String configurationName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The trace with a name of a configuration. */
    public static Optional<ChoiceTrace> named(String name) {
        for (ChoiceTrace trace : values()) {
            if (trace.configurationName().equals(name)) {
                return Optional.of(trace);
            }
        }
        return Optional.empty();
    }
}
