package io.github.mewe.measure;

import java.util.ArrayList;
import java.util.List;

/**
 * Computes the pairwise distances between the bodies of one function. Limits the number of pairs for huge functions
 * with many bodies; neighbours come first, in a fixed order.
 */
public final class SiblingDistances {
    /** About a second of work. */
    private static final long MOST_STEPS = 1L << 28;

    private final AlignmentDistance alignment = new AlignmentDistance();

    /**
     * Computes the normalised distances.
     *
     * @param bodies the instructions of each body
     * @return the distances of the compared pairs; at least one if there are two bodies
     */
    public List<Double> of(List<int[]> bodies) {
        var distances = new ArrayList<Double>();
        long steps = 0;
        for (int apart = 1; apart < bodies.size(); apart++) {
            for (int i = 0; i + apart < bodies.size(); i++) {
                int[] one = bodies.get(i);
                int[] other = bodies.get(i + apart);
                steps += AlignmentDistance.steps(one.length, other.length);
                if (steps > MOST_STEPS && !distances.isEmpty()) {
                    return distances;
                }
                distances.add(alignment.normalised(one, other));
            }
        }
        return distances;
    }
}
