package io.github.mewe.variant;

import java.util.List;
import java.util.Optional;

/**
 * One way to make variants. A strategy holds no state that changes: it is used from several threads.
 *
 * <p>What it returns is functionally equivalent to what it was given, in the sense of a function variant: same results,
 * traps, effects and order of calls, bit for bit. Each implementation argues in its Javadoc why.
 */
public interface VariantStrategy {

    /** The name by which users choose the strategy. */
    String name();

    /**
     * Changes a variant further, by the rules that the context allows. Of what one call adds to the chain, each step
     * has another rule.
     *
     * @param variant the function as it is, or what other strategies made of it
     * @param context the random source and what is known of the module
     * @return the changed variant, its chain longer by what was done; empty if there was nothing to do
     */
    Optional<Variant> apply(Variant variant, StrategyContext context);

    /** The names of what it can do, each once, as they stand in {@link Step#rule()}. */
    List<String> rules();

    /**
     * The same strategy restricted to one of its rules, so that what the rule is worth can be measured.
     *
     * @param rule one of {@link #rules()}
     * @throws IllegalArgumentException if it has no such rule
     */
    VariantStrategy only(String rule);
}
