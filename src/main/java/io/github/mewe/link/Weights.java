package io.github.mewe.link;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The weights of a function's bodies.
 *
 * @param original the probability of choosing the original, from 0 (never) to below 1; empty for the average of the
 *     variants
 * @param variants the variants' relative weights, above zero; the last serves for all further variants; empty for equal
 *     weights
 */
public record Weights(OptionalDouble original, List<Double> variants) {
    /** Equal weights. */
    public static final Weights EQUAL = new Weights(OptionalDouble.empty(), List.of());

    /** Copies the list and checks the weights. */
    public Weights {
        variants = List.copyOf(variants);
        if (original.isPresent() && !(original.getAsDouble() >= 0 && original.getAsDouble() < 1)) {
            throw new IllegalArgumentException(
                    "the original's share must be at least 0 and below 1, but is " + original.getAsDouble());
        }
        for (double weight : variants) {
            if (!(weight > 0 && weight < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("a variant's weight must be positive and finite, but is " + weight);
            }
        }
    }

    /** The same weights of the variants, without the original. */
    public Weights withoutOriginal() {
        return new Weights(OptionalDouble.of(0), variants);
    }

    /** Returns true if the original is one of the choices. */
    public boolean includesOriginal() {
        return original.isEmpty() || original.getAsDouble() > 0;
    }

    /**
     * The relative weights of a function's bodies: the original's, if it is one of the choices, then the variants'.
     *
     * @param count the number of variants, at least 1
     */
    List<Double> ofBodies(int count) {
        var weights = new ArrayList<Double>();
        double sum = 0;
        for (int i = 0; i < count; i++) {
            double weight = variants.isEmpty() ? 1 : variants.get(Math.min(i, variants.size() - 1));
            weights.add(weight);
            sum += weight;
        }
        if (includesOriginal()) {
            double share = original.orElse(0);
            weights.add(0, original.isEmpty() ? sum / count : share / (1 - share) * sum);
        }
        return weights;
    }
}
