package io.github.mewe.variant.rewrite;

import java.util.List;
import java.util.Optional;

/**
 * A directed identity.
 *
 * @param name the rule's name
 * @param equality the sense in which both sides are equal
 * @param widths the widths at which it holds, in bits: 32 or 64 for integers and floats; 8 to 64 for lanes
 * @param pattern the side that is replaced
 * @param replacement the side that replaces it
 * @param condition a term over the constants that must not be zero, if there is a condition
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

    /** Returns true if the replacement selects where the pattern does not. Engines may compile that as a branch. */
    boolean addsChoice() {
        return hasChoice(replacement) && !hasChoice(pattern);
    }

    private static boolean hasChoice(Term term) {
        return term instanceof Term.Choice || term.parts().stream().anyMatch(RewriteRule::hasChoice);
    }

    /** The sense in which the sides of a rule are equal. */
    public enum Equality {
        /** The values are equal. */
        VALUE,
        /** Both are zero or neither is. That suffices for the condition of a branch. */
        TRUTH
    }
}
