package io.github.mewe.link;

import io.github.mewe.profile.FunctionLoad;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A function with variants after linking.
 *
 * @param index its index among the defined functions of the input, from 0
 * @param name the name of its dispatcher, or of its only body
 * @param original the new name of the original body; empty if the original is not one of the bodies
 * @param variants the variants' functions, in order; an only body has the function's own name
 * @param choice how calls choose among several bodies; empty if there is only one
 */
public record LinkedFunction(
        int index, String name, Optional<String> original, List<LinkedVariant> variants, Optional<Choice> choice) {
    /** Copies the list. */
    public LinkedFunction {
        variants = List.copyOf(variants);
    }

    /**
     * The way in which calls choose a body.
     *
     * @param mode when they choose
     * @param shares the probability of each of the {@link #bodies}; their sum is 1
     * @param number the dispatcher's index among the dispatchers, from 0
     * @param shape how the dispatcher calls the body: {@link DispatchShape#SWITCH} or {@link DispatchShape#TABLE}
     */
    public record Choice(Mode mode, List<Double> shares, int number, DispatchShape shape) {
        /** Copies the list. */
        public Choice {
            shares = List.copyOf(shares);
        }

        /** The entropy of one choice of the dispatcher, in bits. */
        public double bits() {
            return -shares.stream()
                    .mapToDouble(share -> share == 0 ? 0 : share * StrictMath.log(share) / StrictMath.log(2))
                    .sum();
        }

        /** The entropy of the dispatcher's choices in a run, in bits. */
        public double bitsIn(FunctionLoad load) {
            return bits() * mode.draws(load);
        }
    }

    /** The names of the bodies that calls choose from: the original, if it is one of them, then the variants. */
    public List<String> bodies() {
        var bodies = new ArrayList<String>();
        original.ifPresent(bodies::add);
        variants.forEach(variant -> bodies.add(variant.name()));
        return bodies;
    }

    /**
     * The number of the first body: 0 for the original, 1 for the first variant if the original is not one of the
     * bodies.
     */
    int firstBody() {
        return original.isPresent() ? 0 : 1;
    }

    /**
     * A variant in the module.
     *
     * @param name the name of its body
     * @param helpers the names of the functions that only it calls
     */
    public record LinkedVariant(String name, List<String> helpers) {
        /** Copies the list. */
        public LinkedVariant {
            helpers = List.copyOf(helpers);
        }
    }
}
