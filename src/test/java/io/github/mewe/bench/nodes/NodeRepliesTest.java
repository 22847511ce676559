package io.github.mewe.bench.nodes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mewe.measure.TraceStatistics;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Compares the figures of a few replies with values computed by hand. */
class NodeRepliesTest {
    private static final double EXACT = 1e-12;

    @Test
    void pairsWithinNodesAndBetweenThem() {
        // Node 0: a b; node 1: a a; node 2: c d.
        NodeReplies replies = of("0 1.0 2.0", "1 1.0 2.0", "2 1.1 2.0", "0 1.0 2.1", "1 1.0 2.0", "2 1.1 2.1");
        assertEquals(3, replies.equalPairs());
        assertEquals(2, replies.equalPairsBetweenNodes());
        assertEquals(4 / 6.0, replies.statistics().uniqueRatio(), EXACT);
        assertEquals(
                List.of(1.0, 0.5, 1.0),
                replies.nodeStatistics().stream()
                        .map(TraceStatistics::uniqueRatio)
                        .toList());
        assertEquals(2, replies.repliesUntilRepeat());
    }

    @Test
    void ordersOfNodes() {
        // Nodes 0 and 1 share a trace: of the six orders of three nodes, two have them first, the others last.
        NodeReplies replies = of("0 1.0", "1 1.0", "2 1.1");
        assertEquals((2 * 2 + 4 * 3) / 6.0, replies.meanNodesUntilRepeat(20_000, new Random(1)), 0.03, "seed 1");
        assertEquals((2 * 2 + 4 * 3) / 6.0, replies.meanRepliesUntilRepeat(20_000, new Random(1)), 0.03, "seed 1");
    }

    @Test
    void noRepetition() {
        NodeReplies replies = of("0 1.0", "1 1.1", "2 1.2");
        assertEquals(4, replies.repliesUntilRepeat());
        assertEquals(4, replies.meanNodesUntilRepeat(5, new Random(1)));
        assertEquals(0, replies.equalPairs());
    }

    @Test
    void someNodes() {
        NodeReplies replies = of("0 1.0", "1 1.1", "2 1.2", "0 1.3", "1 1.4", "2 1.5");
        NodeReplies some = replies.some(2, new Random(1));
        assertEquals(2, some.byNode().size());
        assertEquals(4, some.inOrder().size());
    }

    @Test
    void runsThatMakeOtherChoices() {
        assertFalse(of("0 1.0 2.0", "1 1.0 3.0").allMakeTheSameChoices());
        assertTrue(of("0 1.0 2.0", "1 1.4 2.3").allMakeTheSameChoices());
    }

    private static NodeReplies of(String... lines) {
        return NodeReplies.of(List.of(lines));
    }
}
