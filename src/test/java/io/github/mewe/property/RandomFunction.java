package io.github.mewe.property;

import java.util.List;

/**
 * A random function.
 *
 * @param name its name
 * @param params its parameters
 * @param results its results
 * @param text it in the text format
 * @param cost how many instructions one call of it executes, at most and about
 */
record RandomFunction(String name, List<Kind> params, List<Kind> results, String text, long cost) {
    /** Copies the lists. */
    RandomFunction {
        params = List.copyOf(params);
        results = List.copyOf(results);
    }
}
