package io.github.mewe.profile;

import java.util.List;
import java.util.Set;

/**
 * The properties of calls that follow from the structure of a module. Functions are given by their positions.
 *
 * @param latencyTolerant functions whose calls are rare or slow enough to make a per-instance choice negligible
 * @param drawing functions that only calls from the host reach, and so rarely that each call may draw a choice
 * @param callers for each function, those with a direct call of it
 */
public record CallStructure(Set<Integer> latencyTolerant, Set<Integer> drawing, List<Set<Integer>> callers) {
    /** Nothing is known. */
    public static final CallStructure UNKNOWN = new CallStructure(Set.of(), Set.of(), List.of());

    /** Copies the collections. */
    public CallStructure {
        latencyTolerant = Set.copyOf(latencyTolerant);
        drawing = Set.copyOf(drawing);
        callers = List.copyOf(callers);
    }
}
