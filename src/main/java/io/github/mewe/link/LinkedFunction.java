package io.github.mewe.link;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A function that has variants now: it is their dispatcher, unless there is but one body.
 *
 * @param index its place among the defined functions of the input, from 0
 * @param dispatcher the dispatcher's name, which was the function's own
 * @param original the new name of the original body; empty if that was left out
 * @param variants the variants' functions, in order; the only body has the function's own name
 * @param mode how calls find one of them
 * @param shares how often the dispatcher chooses each of the {@link #bodies}; their sum is 1
 */
public record LinkedFunction(
        int index,
        String dispatcher,
        Optional<String> original,
        List<LinkedVariant> variants,
        Mode mode,
        List<Double> shares) {
    /** Copies the lists. */
    public LinkedFunction {
        variants = List.copyOf(variants);
        shares = List.copyOf(shares);
    }

    /** Whether calls have a choice. */
    public boolean isChosen() {
        return shares.size() > 1;
    }

    /** The names of the bodies that calls choose from: the original, if it is one of them, then the variants. */
    public List<String> bodies() {
        var bodies = new ArrayList<String>();
        original.ifPresent(bodies::add);
        variants.forEach(variant -> bodies.add(variant.name()));
        return bodies;
    }

    /**
     * A variant in the module.
     *
     * @param name the name of its body
     * @param helpers the names of the functions that it alone calls
     */
    public record LinkedVariant(String name, List<String> helpers) {
        /** Copies the list. */
        public LinkedVariant {
            helpers = List.copyOf(helpers);
        }
    }
}
