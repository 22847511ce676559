package io.github.mewe.link;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The weights with which the bodies of a function are chosen.
 *
 * @param original the share of the original in the choices, from 0 (it is no choice) to below 1; empty for that of a
 *     variant on average
 * @param variants the variants' weights in relation to each other, above zero; the last stands for all further ones,
 *     none for equal weights
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
     * The weights of a function's bodies in relation to each other: the original's, if it is one of the choices, then
     * the variants'.
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
