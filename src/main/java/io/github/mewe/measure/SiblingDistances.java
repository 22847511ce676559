package io.github.mewe.measure;

import java.util.ArrayList;
import java.util.List;

/**
 * Distances between the bodies of one function, each with each. Of huge functions with many bodies only as many pairs
 * are compared as a limit allows, neighbours first; the same ones each time.
 */
public final class SiblingDistances {
    /** About a second of work. */
    private static final long MOST_STEPS = 1L << 28;

    private final AlignmentDistance alignment = new AlignmentDistance();

    /** A new computation. */
    public SiblingDistances() {}

    /**
     * The distances.
     *
     * @param bodies the instructions of each body
     * @return the normalised distance of every pair that was compared; at least one if there are two bodies
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
