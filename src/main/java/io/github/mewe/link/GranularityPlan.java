package io.github.mewe.link;

import java.util.List;

/**
 * How the calls of each function find a body, and what that is predicted to cost.
 *
 * @param modes for each defined function, in order; functions without variants have one that is not used
 * @param overhead the predicted running time of the multivariant binary over the original's
 */
public record GranularityPlan(List<Mode> modes, double overhead) {
    /** Copies the list. */
    public GranularityPlan {
        modes = List.copyOf(modes);
    }
}
