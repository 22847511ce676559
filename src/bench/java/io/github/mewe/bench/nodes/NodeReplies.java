package io.github.mewe.bench.nodes;

import io.github.mewe.measure.TraceStatistics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The replies of nodes.
 *
 * @param inOrder the replies in the order in which they came
 */
record NodeReplies(List<Reply> inOrder) {
    /** Copies the list, and refuses an empty one. */
    NodeReplies {
        inOrder = List.copyOf(inOrder);
        if (inOrder.isEmpty()) {
            throw new IllegalArgumentException("no replies");
        }
    }

    /**
     * A reply.
     *
     * @param node the number of the node that gave it
     * @param trace its choices, in order: each is {@code DISPATCHER.BODY}, with spaces between them
     */
    record Reply(int node, String trace) {
        /** The choices that it made, in order. */
        List<Choice> choices() {
            return Arrays.stream(trace.split(" "))
                    .map(choice -> choice.split("\\."))
                    .map(choice -> new Choice(Integer.parseInt(choice[0]), Integer.parseInt(choice[1])))
                    .toList();
        }
    }

    /**
     * A choice.
     *
     * @param dispatcher its dispatcher's number
     * @param body the number of the chosen body: 0 for the original
     */
    record Choice(int dispatcher, int body) {}

    /**
     * Reads what {@code src/bench/nodes/simulate.mjs} writes.
     *
     * @throws IOException if the file cannot be read
     */
    static NodeReplies read(Path file) throws IOException {
        return of(Files.readAllLines(file));
    }

    /** Reads the lines of such a file. */
    static NodeReplies of(List<String> lines) {
        return new NodeReplies(lines.stream().map(NodeReplies::reply).toList());
    }

    private static Reply reply(String line) {
        int space = line.indexOf(' ');
        return new Reply(Integer.parseInt(line.substring(0, space)), line.substring(space + 1));
    }

    /** Determines if the same dispatchers choose in each run, in the same order. */
    boolean allMakeTheSameChoices() {
        return inOrder.stream().map(NodeReplies::dispatchers).distinct().count() == 1;
    }

    private static List<Integer> dispatchers(Reply reply) {
        return reply.choices().stream().map(Choice::dispatcher).toList();
    }

    /** The replies of each node, by its number. */
    Map<Integer, List<Reply>> byNode() {
        return inOrder.stream().collect(Collectors.groupingBy(Reply::node, TreeMap::new, Collectors.toList()));
    }

    /** The statistics of all replies. */
    TraceStatistics statistics() {
        return statistics(inOrder);
    }

    private static TraceStatistics statistics(List<Reply> replies) {
        return TraceStatistics.of(replies.stream().map(Reply::trace).toList());
    }

    /** The statistics of each node's replies, by its number. */
    List<TraceStatistics> nodeStatistics() {
        return byNode().values().stream().map(NodeReplies::statistics).toList();
    }

    /** The number of pairs of replies with the same trace. */
    long equalPairs() {
        return equalPairs(inOrder);
    }

    /** The number of pairs of replies of different nodes with the same trace. */
    long equalPairsBetweenNodes() {
        return equalPairs(inOrder)
                - byNode().values().stream().mapToLong(NodeReplies::equalPairs).sum();
    }

    private static long equalPairs(List<Reply> replies) {
        Map<String, Long> counts = replies.stream().collect(Collectors.groupingBy(Reply::trace, Collectors.counting()));
        return counts.values().stream()
                .mapToLong(count -> count * (count - 1) / 2)
                .sum();
    }

    /**
     * The number of replies that an observer sees up to the first repeated trace, including it; one more than all
     * replies if no trace repeats.
     */
    int repliesUntilRepeat() {
        return untilRepeat(inOrder);
    }

    /**
     * The mean of {@link #repliesUntilRepeat} over several orders of the replies.
     *
     * @param orders the number of orders
     * @param random draws them
     */
    double meanRepliesUntilRepeat(int orders, Random random) {
        var shuffled = new ArrayList<>(inOrder);
        double sum = 0;
        for (int i = 0; i < orders; i++) {
            Collections.shuffle(shuffled, random);
            sum += untilRepeat(shuffled);
        }
        return sum / orders;
    }

    private static int untilRepeat(List<Reply> replies) {
        Set<String> seen = new HashSet<>();
        int count = 1;
        for (Reply reply : replies) {
            if (!seen.add(reply.trace())) {
                return count;
            }
            count++;
        }
        return count;
    }

    /**
     * The number of nodes that an observer sees, with all replies of each, up to the first node with a trace that an
     * earlier node had, including it; one more than all nodes if no trace repeats. The mean over several orders of the
     * nodes.
     *
     * @param orders the number of orders
     * @param random draws them
     */
    double meanNodesUntilRepeat(int orders, Random random) {
        List<Set<String>> nodes = new ArrayList<>(byNode().values().stream()
                .map(replies -> replies.stream().map(Reply::trace).collect(Collectors.toSet()))
                .toList());
        double sum = 0;
        for (int i = 0; i < orders; i++) {
            Collections.shuffle(nodes, random);
            sum += nodesUntilRepeat(nodes);
        }
        return sum / orders;
    }

    private static int nodesUntilRepeat(List<Set<String>> nodes) {
        Set<String> seen = new HashSet<>();
        int count = 1;
        for (Set<String> node : nodes) {
            if (!Collections.disjoint(seen, node)) {
                return count;
            }
            seen.addAll(node);
            count++;
        }
        return count;
    }

    /**
     * The replies of some of the nodes.
     *
     * @param count the number of nodes, at least 1
     * @param random draws them
     */
    NodeReplies some(int count, Random random) {
        var nodes = new ArrayList<>(byNode().keySet());
        Collections.shuffle(nodes, random);
        Set<Integer> drawn = Set.copyOf(nodes.subList(0, count));
        return new NodeReplies(
                inOrder.stream().filter(reply -> drawn.contains(reply.node())).toList());
    }
}
