package io.github.mewe.variant.synthesis;

import io.github.mewe.ir.Expr;
import io.github.mewe.ir.LocalSet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * The writes of locals in a tree, numbered from 1 in execution order. The writes of a subtree have consecutive numbers.
 */
final class WriteOrder {
    private final Map<Integer, List<Integer>> byLocal = new HashMap<>();
    private final Map<Expr, Integer> counts = new IdentityHashMap<>();
    private int count;

    WriteOrder(Expr root) {
        visit(root);
    }

    private void visit(Expr expr) {
        int before = count;
        for (int i = 0, size = expr.childCount(); i < size; i++) {
            visit(expr.child(i));
        }
        if (expr instanceof LocalSet set) {
            byLocal.computeIfAbsent(set.index(), local -> new ArrayList<>()).add(++count);
        } else if (count > before) {
            counts.put(expr, count - before);
        }
    }

    /** The number of writes in a subtree that is not itself a write. */
    int count(Expr subtree) {
        return counts.getOrDefault(subtree, 0);
    }

    /**
     * Determines if one of some writes is to a local.
     *
     * @param first the number of the first write
     * @param count the number of writes
     */
    boolean isWritten(int local, int first, int count) {
        List<Integer> numbers = count == 0 ? null : byLocal.get(local);
        if (numbers == null) {
            return false;
        }
        int place = Collections.binarySearch(numbers, first);
        int next = place >= 0 ? place : -place - 1;
        return next < numbers.size() && numbers.get(next) < first + count;
    }
}
