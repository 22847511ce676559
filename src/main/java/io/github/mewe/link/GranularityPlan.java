package io.github.mewe.link;

import java.util.List;

/**
 * The modes of all functions, with their predicted overhead.
 *
 * @param modes one mode per defined function, in order; the mode of a function without variants is unused
 * @param overhead the predicted run time of the multivariant binary, divided by the original's
 */
public record GranularityPlan(List<Mode> modes, double overhead) {
    /** Copies the list. */
    public GranularityPlan {
        modes = List.copyOf(modes);
    }
}
