package io.github.mewe.variant;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Elements to draw with probabilities proportional to their weights.
 *
 * @param <T> the type of the elements
 */
public final class WeightedList<T> {
    private final List<T> elements;
    private final double[] weights;
    private final double total;

    /**
     * Weighs elements.
     *
     * @param elements at least one
     * @param weight the weight of an element, above zero
     */
    public WeightedList(List<T> elements, ToDoubleFunction<T> weight) {
        this.elements = List.copyOf(elements);
        this.weights = elements.stream().mapToDouble(weight).toArray();
        this.total = Arrays.stream(weights).sum();
    }

    T pick(VariantRandom random) {
        double left = random.between(0, total);
        for (int i = 0; i < weights.length; i++) {
            left -= weights[i];
            if (left < 0) {
                return elements.get(i);
            }
        }
        return elements.get(weights.length - 1);
    }

    /** Returns true if there is nothing to draw. */
    public boolean isEmpty() {
        return elements.isEmpty();
    }
}
