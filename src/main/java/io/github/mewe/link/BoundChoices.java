package io.github.mewe.link;

import io.github.mewe.variant.VariantRandom;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The choices among one function's bodies that the linker makes. It draws with the bodies' shares and stratified
 * sampling: with n bodies, each of n successive draws falls into a different n-th of the range. So calls cycle through
 * bodies with equal shares in a random order, and follow unequal shares as evenly as possible.
 */
final class BoundChoices {
    private final List<String> bodies;
    private final List<Double> shares;
    private final List<Integer> order;
    private final VariantRandom random;
    private int next;

    /**
     * The choices of a function.
     *
     * @param bodies the bodies
     * @param shares the share of each; their sum is 1
     * @param seed the seed of the choices
     */
    BoundChoices(List<String> bodies, List<Double> shares, long seed) {
        this.bodies = bodies;
        this.shares = shares;
        this.random = new VariantRandom(seed);
        this.order = random.shuffled(IntStream.range(0, bodies.size()).boxed().toList());
    }

    /** The next body. */
    String next() {
        int part = order.get(next++ % order.size());
        double point = (part + random.between(0, 1)) / order.size();
        int chosen = 0;
        for (double end = shares.get(0); point >= end && chosen < bodies.size() - 1; end += shares.get(chosen)) {
            chosen++;
        }
        return bodies.get(chosen);
    }
}
