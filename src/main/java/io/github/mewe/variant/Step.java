package io.github.mewe.variant;

import java.util.List;

/**
 * A change that a strategy made to a body.
 *
 * @param strategy the strategy's name
 * @param rule the rule, transformation or pipeline
 * @param sites the post-order indices of the changed nodes in the body before the step; empty for a step on the whole
 *     body
 */
public record Step(String strategy, String rule, List<Integer> sites) {
    /** Copies the list. */
    public Step {
        sites = List.copyOf(sites);
    }
}
