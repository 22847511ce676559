package io.github.mewe.harden;

import io.github.mewe.ir.Expr;
import io.github.mewe.ir.LocalSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The assignments of locals in a function, in post-order, as an analysis walks past them. */
final class LocalWrites {
    private final Map<Integer, TreeSet<Integer>> positions = new HashMap<>();
    private final Map<Expr, Integer> counts = new IdentityHashMap<>();
    private int count;

    /** The number of assignments that the analysis has passed. */
    private int passed;

    private LocalWrites() {}

    /**
     * Collects assignments.
     *
     * @param root the body
     */
    static LocalWrites of(Expr root) {
        var writes = new LocalWrites();
        writes.collect(root);
        return writes;
    }

    private void collect(Expr expr) {
        int before = count;
        expr.children().forEach(this::collect);
        if (expr instanceof LocalSet set) {
            positions.computeIfAbsent(set.index(), local -> new TreeSet<>()).add(count++);
        }
        counts.put(expr, count - before);
    }

    /** Passes an assignment. */
    void pass() {
        passed++;
    }

    /** Determines if a local is assigned at one place only. */
    boolean isSingle(int local) {
        return positions.get(local).size() == 1;
    }

    /** The state if any part of an expression, which the analysis is about to enter, may have run. */
    FrameState whileRunning(Expr expr, FrameState state) {
        int end = passed + counts.get(expr);
        List<Integer> changed = new ArrayList<>();
        for (int local : state.locals().keySet()) {
            TreeSet<Integer> written = positions.get(local);
            Integer next = written == null ? null : written.ceiling(passed);
            if (next != null && next < end) {
                changed.add(local);
            }
        }
        return state.withoutLocals(changed);
    }
}
