package io.github.mewe.link;

import java.util.Locale;
import java.util.Optional;

/** Where dispatchers report their choices to. */
public enum ChoiceTrace {
    /** Nowhere: the output has nothing that a trace would need. */
    NONE,
    /** To the imported function {@code mewe.trace}, of type {@code (i32, i32) -> ()}. */
    IMPORT,
    /** Into a ring buffer in a memory of its own, exported as {@code mewe_trace}. */
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
