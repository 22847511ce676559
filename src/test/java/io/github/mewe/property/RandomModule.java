package io.github.mewe.property;

import java.util.List;

/**
 * A module of random functions.
 *
 * @param text it in the text format
 * @param functions its random functions; it has others, which only serve them and the harness
 */
record RandomModule(String text, List<RandomFunction> functions) {
    /** Copies the list. */
    RandomModule {
        functions = List.copyOf(functions);
    }
}
