package io.github.mewe.property;

import java.util.List;

/**
 * A module of random functions.
 *
 * @param text the module in the text format
 * @param functions its random functions; its other functions only serve these and the harness
 */
record RandomModule(String text, List<RandomFunction> functions) {
    /** Copies the list. */
    RandomModule {
        functions = List.copyOf(functions);
    }
}
