package io.github.mewe.bench.nodes;

import io.github.mewe.bench.paper.PaperService;
import io.github.mewe.measure.TraceStatistics;

/**
 * A simulated service, and the predictions of the formulas for it.
 *
 * @param name its name, and the kind of diversification
 */
record SimulatedService(String name, PaperService service, NodeSimulation.Result result) {
    static final int NODES = 64;

    /** Requests to each node. */
    static final int REQUESTS = 100;

    /** Requests to all nodes. */
    static final int ALL = NODES * REQUESTS;

    private static final int KEY_BITS = 128;

    /** Chance moves a figure this many standard deviations from its mean about once in a million cases. */
    private static final double MOST_DEVIATIONS = 5;

    /** Where hardly any pair is expected, a few additional ones are more likely than that. */
    private static final double FEW_PAIRS = 3;

    NodeReplies replies() {
        return result.replies();
    }

    TraceDistribution distribution() {
        return result.distribution();
    }

    /** The bits of a trace, limited to those of a key. */
    double possibleBits() {
        return Math.min(KEY_BITS, distribution().traceBits());
    }

    /** The probability that two requests have the same trace. */
    double collisions() {
        return distribution().keyedCollisionProbability();
    }

    double expectedPairsBetweenNodes() {
        return (double) REQUESTS * REQUESTS * NODES * (NODES - 1) / 2 * collisions();
    }

    double expectedPairs() {
        return ALL * (ALL - 1.0) / 2 * collisions();
    }

    /** The distance of the number of equal pairs from its mean, in standard deviations. */
    double deviation() {
        return (replies().equalPairs() - expectedPairs()) / distribution().pairsDeviation(ALL);
    }

    /** Determines if the number of equal pairs is farther from its mean than chance explains. */
    boolean isOff() {
        return Math.abs(replies().equalPairs() - expectedPairs())
                > MOST_DEVIATIONS * distribution().pairsDeviation(ALL) + FEW_PAIRS;
    }

    /** The probability that two nodes have a trace in common. */
    private double nodesCollide() {
        return -Math.expm1(-collisions() * REQUESTS * REQUESTS);
    }

    double requestsUntilRepeat() {
        return TraceStatistics.runsUntilRepeat(collisions());
    }

    double nodesUntilRepeat() {
        return TraceStatistics.runsUntilRepeat(nodesCollide());
    }
}
