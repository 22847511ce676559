package io.github.mewe.link;

import java.util.List;

/**
 * The modes of all functions, with their predicted overhead.
 *
 * @param modes for each defined function, in order; functions without variants have one that is not used
 * @param overhead the predicted run time of the multivariant binary, divided by the original's
 */
public record GranularityPlan(List<Mode> modes, double overhead) {
    /** Copies the list. */
    public GranularityPlan {
        modes = List.copyOf(modes);
    }
}
