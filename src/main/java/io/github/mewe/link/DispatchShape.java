package io.github.mewe.link;

import java.util.Locale;
import java.util.Optional;

/** The way a dispatcher calls the chosen body. */
public enum DispatchShape {
    /** A {@code br_table} over direct calls. */
    SWITCH,
    /** An indirect call through a table that nothing but dispatchers can reach. */
    TABLE,
    /** One of the two, drawn by the seed for each dispatcher. */
    MIXED;

    /** The shape's name in a configuration. */
    public String configurationName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The shape with a name of a configuration. */
    public static Optional<DispatchShape> named(String name) {
        for (DispatchShape shape : values()) {
            if (shape.configurationName().equals(name)) {
                return Optional.of(shape);
            }
        }
        return Optional.empty();
    }
}
