package io.github.mewe.link;

import java.util.Locale;
import java.util.Optional;

/** The destination of reported choices. */
public enum ChoiceTrace {
    /** No reports; the output contains no code for them. */
    NONE,
    /** To the imported function {@code mewe.trace}, of type {@code (i32, i32) -> ()}. */
    IMPORT,
    /** To a ring buffer in an additional memory, exported as {@code mewe_trace}. */
    MEMORY;

    /** The name in the configuration. */
    public String configurationName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Looks up a trace by its name in the configuration. */
    public static Optional<ChoiceTrace> named(String name) {
        for (ChoiceTrace trace : values()) {
            if (trace.configurationName().equals(name)) {
                return Optional.of(trace);
            }
        }
        return Optional.empty();
    }
}
