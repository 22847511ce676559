package io.github.mewe.link;

import java.util.Locale;
import java.util.Optional;

/** The way a dispatcher calls the chosen body. */
public enum DispatchShape {
    /** A {@code br_table} over direct calls. */
    SWITCH,
    /** An indirect call through a table that only dispatchers can reach. */
    TABLE,
    /** Either of the two, drawn with the seed for each dispatcher. */
    MIXED;

    /** The name in the configuration. */
    public String configurationName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Looks up a shape by its name in the configuration. */
    public static Optional<DispatchShape> named(String name) {
        for (DispatchShape shape : values()) {
            if (shape.configurationName().equals(name)) {
                return Optional.of(shape);
            }
        }
        return Optional.empty();
    }
}
