package io.github.mewe.link;

import java.util.ArrayList;
import java.util.List;

/**
 * A function that was put behind a dispatcher.
 *
 * @param index its place among the defined functions of the input, from 0
 * @param dispatcher the dispatcher's name, which was the function's own
 * @param original the new name of the original body
 * @param variants the variants' functions, in order
 * @param mode how calls find one of them
 * @param number the dispatcher's place among the dispatchers, from 0
 * @param shape how the dispatcher hands calls over: {@link DispatchShape#SWITCH} or {@link DispatchShape#TABLE}
 */
public record LinkedFunction(
        int index,
        String dispatcher,
        String original,
        List<LinkedVariant> variants,
        Mode mode,
        int number,
        DispatchShape shape) {
    /** Copies the list. */
    public LinkedFunction {
        variants = List.copyOf(variants);
    }

    /** The names of the bodies that calls choose from. */
    List<String> bodies() {
        var bodies = new ArrayList<String>();
        bodies.add(original);
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
