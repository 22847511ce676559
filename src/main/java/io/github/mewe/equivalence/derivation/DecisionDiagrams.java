package io.github.mewe.equivalence.derivation;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Reduced ordered binary decision diagrams (Bryant, "Graph-Based Algorithms for Boolean Function Manipulation", 1986).
 * Equal functions have equal numbers.
 */
final class DecisionDiagrams {
    static final int FALSE = 0;
    static final int TRUE = 1;

    /** The sets of a thread by their size. Clearing one takes less time than allocating its arrays. */
    private static final ThreadLocal<Map<Integer, DecisionDiagrams>> BY_SIZE = ThreadLocal.withInitial(HashMap::new);

    /** The functions that a key of the cache has room for. */
    private static final int KEY_BITS = 21;

    /** Each node's variable, functions for both of its values, and slot, next to each other: most are read together. */
    private static final int NODE_SIZE = 4;

    private final int slots;
    private final int[] nodes;
    /** The negation of each node; 0 if it is not known yet. */
    private final int[] negations;

    private final int[] table;
    /** Pairs of the operands of a choice, and its result with the round in which it was computed. */
    private final long[] cache;

    private final int limit;
    private int count = 2;
    private int round = 1;

    /**
     * The current thread's empty set of functions, which loses the functions of an earlier call with this size.
     *
     * @param nodes the maximum number of nodes of all functions together
     */
    static DecisionDiagrams ofThread(int nodes) {
        DecisionDiagrams diagrams = BY_SIZE.get().computeIfAbsent(nodes, DecisionDiagrams::new);
        diagrams.reset();
        return diagrams;
    }

    /**
     * Creates a set of functions.
     *
     * @param nodes the maximum number of nodes of all functions together
     */
    DecisionDiagrams(int nodes) {
        if (nodes >= 1 << KEY_BITS) {
            throw new IllegalArgumentException("too many nodes");
        }
        limit = nodes;
        slots = Integer.highestOneBit(nodes) * 4;
        this.nodes = new int[nodes * NODE_SIZE];
        negations = new int[nodes];
        table = new int[slots];
        cache = new long[2 * slots];
        this.nodes[FALSE * NODE_SIZE] = Integer.MAX_VALUE;
        this.nodes[TRUE * NODE_SIZE] = Integer.MAX_VALUE;
    }

    /** Thrown if a function needs more nodes than allowed. */
    static final class TooLargeException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooLargeException() {
            super("too many nodes", null, false, false);
        }
    }

    /** Forgets all functions. */
    void reset() {
        if (count > slots / 16) {
            Arrays.fill(table, 0);
        } else {
            for (int node = 2; node < count; node++) {
                table[nodes[node * NODE_SIZE + 3]] = 0;
            }
        }
        count = 2;
        round++;
    }

    /** The number of nodes since the last reset. */
    int size() {
        return count;
    }

    /** A variable; smaller numbers are closer to the root. */
    int variable(int number) {
        return node(number, FALSE, TRUE);
    }

    private int node(int variable, int low, int high) {
        if (low == high) {
            return low;
        }
        int[] all = nodes;
        int slot = mix(variable, low, high) & (slots - 1);
        for (int known = table[slot]; known != 0; known = table[slot]) {
            int at = known * NODE_SIZE;
            if (all[at] == variable && all[at + 1] == low && all[at + 2] == high) {
                return known;
            }
            slot = (slot + 1) & (slots - 1);
        }
        if (count >= limit) {
            throw new TooLargeException();
        }
        int at = count * NODE_SIZE;
        nodes[at] = variable;
        nodes[at + 1] = low;
        nodes[at + 2] = high;
        nodes[at + 3] = slot;
        negations[count] = 0;
        table[slot] = count;
        return count++;
    }

    private static int mix(int a, int b, int c) {
        int hash = (a * 0x9E37_79B9 + b) * 0x85EB_CA6B + c;
        hash *= 0xC2B2_AE35;
        return hash ^ hash >>> 15;
    }

    /**
     * The function {@code f ? g : h}. It creates the nodes of this function and no others, so the order of operands and
     * the cache have no effect on the size.
     */
    int choose(int f, int g, int h) {
        if (f == TRUE || g == h) {
            return g;
        }
        if (f == FALSE) {
            return h;
        }
        if (g == TRUE || g == f) {
            // A disjunction, whose operands may change places.
            return h == FALSE || h == f ? f : h == TRUE ? TRUE : f < h ? compute(f, TRUE, h) : compute(h, TRUE, f);
        }
        if (h == FALSE || h == f) {
            // A conjunction.
            return g == FALSE ? FALSE : f < g ? compute(f, g, FALSE) : compute(g, f, FALSE);
        }
        return g == FALSE && h == TRUE ? not(f) : compute(f, g, h);
    }

    private int compute(int f, int g, int h) {
        int slot = 2 * (mix(f, g, h) & (slots - 1));
        long key = ((long) f << KEY_BITS | g) << KEY_BITS | h;
        if (cache[slot] == key && (int) (cache[slot + 1] >>> 32) == round) {
            return (int) cache[slot + 1];
        }
        int[] all = nodes;
        int first = f * NODE_SIZE;
        int second = g * NODE_SIZE;
        int third = h * NODE_SIZE;
        int variable = all[first];
        int variable2 = all[second];
        int variable3 = all[third];
        int top = Math.min(variable, Math.min(variable2, variable3));
        boolean inFirst = variable == top;
        boolean inSecond = variable2 == top;
        boolean inThird = variable3 == top;
        int high = choose(inFirst ? all[first + 2] : f, inSecond ? all[second + 2] : g, inThird ? all[third + 2] : h);
        int low = choose(inFirst ? all[first + 1] : f, inSecond ? all[second + 1] : g, inThird ? all[third + 1] : h);
        int result = node(top, low, high);
        cache[slot] = key;
        cache[slot + 1] = (long) round << 32 | result;
        return result;
    }

    int and(int f, int g) {
        return choose(f, g, FALSE);
    }

    int or(int f, int g) {
        return choose(f, TRUE, g);
    }

    int not(int f) {
        if (f <= TRUE) {
            return TRUE - f;
        }
        if (negations[f] == 0) {
            int at = f * NODE_SIZE;
            int negation = node(nodes[at], not(nodes[at + 1]), not(nodes[at + 2]));
            negations[f] = negation;
            negations[negation] = f;
        }
        return negations[f];
    }

    int xor(int f, int g) {
        return choose(f, not(g), g);
    }
}
