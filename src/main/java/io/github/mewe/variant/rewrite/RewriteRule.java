package io.github.mewe.variant.rewrite;

import java.util.List;
import java.util.Optional;

/**
 * A directed identity.
 *
 * @param name the rule's name
 * @param equality in which sense both sides are equal
 * @param widths the widths at which it holds, in bits: 32 or 64, of integers and floats; 8 to 64, of lanes
 * @param pattern what is replaced
 * @param replacement what replaces it
 * @param condition what must hold (not be zero) for the constants, if anything
 */
public record RewriteRule(
        String name,
        Equality equality,
        List<Integer> widths,
        Term pattern,
        Term replacement,
        Optional<Term> condition) {

    /** Copies the list. */
    public RewriteRule {
        widths = List.copyOf(widths);
    }

    /** In which sense the sides of a rule are equal. */
    public enum Equality {
        /** The values are equal. */
        VALUE,
        /** Both are zero or neither is: enough for the condition of a branch. */
        TRUTH
    }
}
