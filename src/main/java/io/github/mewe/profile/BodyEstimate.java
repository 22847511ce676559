package io.github.mewe.profile;

import io.github.mewe.ir.Block;
import io.github.mewe.ir.BodyCost;
import io.github.mewe.ir.Break;
import io.github.mewe.ir.Call;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.If;
import io.github.mewe.ir.Loop;
import io.github.mewe.ir.Switch;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The estimated average run of a body. Assumes that conditions are true half of the time, that all targets of a branch
 * table are equally likely, and that a loop runs its body eight times (after Wu and Larus, "Static branch frequency and
 * program profile analysis", MICRO 1994, with constants for compiled code).
 *
 * @param cost the cost of the body's own instructions
 * @param calls the number of direct calls of each function
 * @param repeated the functions called within loops, before a branch back to the loop's start
 */
public record BodyEstimate(double cost, Map<String, Double> calls, Set<String> repeated) {
    /** Copies the collections. */
    public BodyEstimate {
        calls = Map.copyOf(calls);
        repeated = Set.copyOf(repeated);
    }

    /** An estimate without loops. */
    public BodyEstimate(double cost, Map<String, Double> calls) {
        this(cost, calls, Set.of());
    }

    /** Estimates a body recursively. */
    public static BodyEstimate of(Expr root) {
        var walk = new Walk();
        walk.walk(root, 1);
        return new BodyEstimate(walk.cost, walk.calls, walk.repeated);
    }

    /** Walks a body in execution order and tracks the execution frequency. */
    private static final class Walk {
        private static final double RUNS_OF_LOOP = 8;
        private static final int DEEPEST = 4;
        private static final double TAKEN = 0.5;

        private final Map<String, Double> calls = new LinkedHashMap<>();

        private final Set<String> repeated = new HashSet<>();

        /** The functions called so far in each open loop with a label, since the last branch to its start. */
        private final Map<String, Set<String>> calledIn = new HashMap<>();

        /** The frequency of branches to each label in the code walked so far. */
        private final Map<String, Double> arriving = new HashMap<>();

        private double cost;
        private int loops;

        /** Returns the frequency behind an expression, given the frequency before it. */
        private double walk(Expr expr, double runs) {
            if (expr instanceof Block block) {
                return walk(block, runs);
            }
            if (expr instanceof Loop loop) {
                return walk(loop, runs);
            }
            if (expr instanceof If branch) {
                double inside = walk(branch.condition(), runs) * TAKEN;
                double then = walk(branch.ifTrue(), inside);
                return then + (branch.ifFalse() == null ? inside : walk(branch.ifFalse(), inside));
            }
            double left = runs;
            for (Expr child : expr.children()) {
                left = walk(child, left);
            }
            cost += BodyCost.ofNode(expr) * left;
            if (expr instanceof Break jump) {
                repeat(jump.label());
                double taken = jump.condition() == null ? left : left * TAKEN;
                arriving.merge(jump.label(), taken, Double::sum);
                return left - taken;
            }
            if (expr instanceof Switch table) {
                table.targets().forEach(this::repeat);
                repeat(table.defaultTarget());
                double each = left / (table.targets().size() + 1);
                table.targets().forEach(target -> arriving.merge(target, each, Double::sum));
                arriving.merge(table.defaultTarget(), each, Double::sum);
                return 0;
            }
            if (expr instanceof Call call) {
                calls.merge(call.target(), left, Double::sum);
                calledIn.values().forEach(called -> called.add(call.target()));
            }
            return expr.isReachable() ? left : 0;
        }

        private void repeat(String label) {
            Set<String> called = calledIn.get(label);
            if (called != null) {
                repeated.addAll(called);
                called.clear();
            }
        }

        private double walk(Block block, double runs) {
            double left = runs;
            for (Expr item : block.items()) {
                left = walk(item, left);
            }
            double jumped = block.label() == null ? 0 : arriving.getOrDefault(block.label(), 0.0);
            arriving.remove(block.label());
            // Branches out of a loop were counted once per iteration.
            return Math.min(runs, left + jumped);
        }

        private double walk(Loop loop, double runs) {
            double times = loops++ < DEEPEST ? RUNS_OF_LOOP : 1;
            if (loop.label() != null) {
                calledIn.put(loop.label(), new HashSet<>());
            }
            double left = walk(loop.body(), runs * times);
            calledIn.remove(loop.label());
            loops--;
            arriving.remove(loop.label());
            return Math.min(runs, left);
        }
    }
}
