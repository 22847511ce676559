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

    private final int slots;
    private final int[] variables;
    private final int[] lows;
    private final int[] highs;
    private final int[] slotOf;
    private final int[] table;
    private final int[] cacheIf;
    private final int[] cacheThen;
    private final int[] cacheElse;
    private final int[] cacheResult;
    private final int[] cacheRound;
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
        limit = nodes;
        slots = Integer.highestOneBit(nodes) * 4;
        variables = new int[nodes];
        lows = new int[nodes];
        highs = new int[nodes];
        slotOf = new int[nodes];
        table = new int[slots];
        cacheIf = new int[slots];
        cacheThen = new int[slots];
        cacheElse = new int[slots];
        cacheResult = new int[slots];
        cacheRound = new int[slots];
        variables[FALSE] = Integer.MAX_VALUE;
        variables[TRUE] = Integer.MAX_VALUE;
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
                table[slotOf[node]] = 0;
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
        int slot = mix(variable, low, high) & (slots - 1);
        while (table[slot] != 0) {
            int known = table[slot];
            if (variables[known] == variable && lows[known] == low && highs[known] == high) {
                return known;
            }
            slot = (slot + 1) & (slots - 1);
        }
        if (count >= limit) {
            throw new TooLargeException();
        }
        variables[count] = variable;
        lows[count] = low;
        highs[count] = high;
        slotOf[count] = slot;
        table[slot] = count;
        return count++;
    }

    private static int mix(int a, int b, int c) {
        int hash = (a * 0x9E37_79B9 + b) * 0x85EB_CA6B + c;
        hash *= 0xC2B2_AE35;
        return hash ^ hash >>> 15;
    }

    /** The function {@code f ? g : h}. */
    int choose(int f, int g, int h) {
        if (f == TRUE || g == h) {
            return g;
        }
        if (f == FALSE) {
            return h;
        }
        if (g == TRUE && h == FALSE) {
            return f;
        }
        int slot = mix(f, g, h) & (slots - 1);
        if (cacheRound[slot] == round && cacheIf[slot] == f && cacheThen[slot] == g && cacheElse[slot] == h) {
            return cacheResult[slot];
        }
        int top = Math.min(variables[f], Math.min(variables[g], variables[h]));
        int high = choose(high(f, top), high(g, top), high(h, top));
        int low = choose(low(f, top), low(g, top), low(h, top));
        int result = node(top, low, high);
        cacheRound[slot] = round;
        cacheIf[slot] = f;
        cacheThen[slot] = g;
        cacheElse[slot] = h;
        cacheResult[slot] = result;
        return result;
    }

    private int high(int node, int variable) {
        return variables[node] == variable ? highs[node] : node;
    }

    private int low(int node, int variable) {
        return variables[node] == variable ? lows[node] : node;
    }

    int and(int f, int g) {
        return choose(f, g, FALSE);
    }

    int or(int f, int g) {
        return choose(f, TRUE, g);
    }

    int not(int f) {
        return choose(f, FALSE, TRUE);
    }

    int xor(int f, int g) {
        return choose(f, not(g), g);
    }
}
