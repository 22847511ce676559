package io.github.mewe.property;

import java.util.List;

/**
 * A random function.
 *
 * @param name its name
 * @param params its parameters
 * @param results its results
 * @param text the function in the text format
 * @param cost the approximate maximum number of instructions that one call executes
 */
record RandomFunction(String name, List<Kind> params, List<Kind> results, String text, long cost) {
    /** Copies the lists. */
    RandomFunction {
        params = List.copyOf(params);
        results = List.copyOf(results);
    }
}
