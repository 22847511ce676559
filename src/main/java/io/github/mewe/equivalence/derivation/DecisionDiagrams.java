package io.github.mewe.equivalence.derivation;

import java.util.Arrays;

/**
 * Reduced ordered binary decision diagrams (Bryant, "Graph-Based Algorithms for Boolean Function Manipulation", 1986).
 * Equal functions have equal numbers.
 */
final class DecisionDiagrams {
    static final int FALSE = 0;
    static final int TRUE = 1;

    private static final int SLOTS = 1 << 16;
    private static final int CACHE = 1 << 14;

    private final int[] variables = new int[SLOTS / 2];
    private final int[] lows = new int[SLOTS / 2];
    private final int[] highs = new int[SLOTS / 2];
    private final int[] slotOf = new int[SLOTS / 2];
    private final int[] table = new int[SLOTS];
    private final int[] cacheIf = new int[CACHE];
    private final int[] cacheThen = new int[CACHE];
    private final int[] cacheElse = new int[CACHE];
    private final int[] cacheResult = new int[CACHE];
    private final int[] cacheRound = new int[CACHE];
    private int limit = SLOTS / 2;
    private int count = 2;
    private int round;

    DecisionDiagrams() {
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

    /**
     * Forgets all functions.
     *
     * @param nodes the maximum number of nodes from now on
     */
    void reset(int nodes) {
        if (count > SLOTS / 16) {
            Arrays.fill(table, 0);
        } else {
            for (int node = 2; node < count; node++) {
                table[slotOf[node]] = 0;
            }
        }
        limit = Math.min(nodes, SLOTS / 2);
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
        int slot = mix(variable, low, high) & (SLOTS - 1);
        while (table[slot] != 0) {
            int known = table[slot];
            if (variables[known] == variable && lows[known] == low && highs[known] == high) {
                return known;
            }
            slot = (slot + 1) & (SLOTS - 1);
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
        int slot = mix(f, g, h) & (CACHE - 1);
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
