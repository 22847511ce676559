package io.github.mewe.variant;

import java.util.List;
import java.util.Optional;

/**
 * One way to make variants. A strategy has no mutable state, since several threads use it.
 *
 * <p>Its output is functionally equivalent to its input: same results, traps, effects and order of calls, bit for bit.
 * Each implementation argues in its Javadoc why.
 */
public interface VariantStrategy {

    /** The name by which users choose the strategy. */
    String name();

    /**
     * Changes a variant further, with the rules that the context allows. One call adds at most one step per rule to the
     * chain.
     *
     * @param variant the original function, or the output of other strategies
     * @param context the random source, the limits and the module
     * @return the changed variant, with its steps added to the chain; empty if the strategy changed nothing
     */
    Optional<Variant> apply(Variant variant, StrategyContext context);

    /** The names of the strategy's rules, without duplicates, as in {@link Step#rule()}. */
    List<String> rules();

    /**
     * The same strategy restricted to one rule, which allows measuring that rule alone.
     *
     * @param rule one of {@link #rules()}
     * @throws IllegalArgumentException if the strategy has no such rule
     */
    VariantStrategy only(String rule);
}
