package io.github.mewe.variant;

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
        this.weights = new double[elements.size()];
        // Compensated summation (Kahan), without the cost of a stream.
        double sum = 0;
        double excess = 0;
        for (int i = 0; i < weights.length; i++) {
            weights[i] = weight.applyAsDouble(elements.get(i));
            double added = weights[i] - excess;
            double next = sum + added;
            excess = (next - sum) - added;
            sum = next;
        }
        this.total = sum - excess;
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
