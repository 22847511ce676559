package io.github.mewe.variant;

import java.util.List;

/**
 * A change that a strategy made to a body.
 *
 * @param strategy the strategy's name
 * @param rule the rule, transformation or pipeline
 * @param sites where, as indices of nodes of the body before the step, in the order in which a walk leaves them; empty
 *     for a step on the whole body
 */
public record Step(String strategy, String rule, List<Integer> sites) {
    /** Copies the list. */
    public Step {
        sites = List.copyOf(sites);
    }
}
