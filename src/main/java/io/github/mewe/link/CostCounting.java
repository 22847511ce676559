package io.github.mewe.link;

import io.github.mewe.ir.Block;
import io.github.mewe.ir.BodyCost;
import io.github.mewe.ir.Break;
import io.github.mewe.ir.Call;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.If;
import io.github.mewe.ir.Labels;
import io.github.mewe.ir.Loop;
import io.github.mewe.ir.Opaque;
import io.github.mewe.ir.Return;
import io.github.mewe.ir.Switch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleFunction;

/**
 * Instruments a body so that it counts its cost. The code consists of runs of instructions that always execute
 * together. Each run counts its whole cost at its start: at the function's entry, at each iteration of a loop, in each
 * arm of an {@code if}, and after an expression that may have left the enclosing block. If such an expression is an
 * operand, the rest of its statement still belongs to the run before it, since a counter cannot be inserted between
 * operands without extra cost. Instructions skipped by a trap, an exception or a callee that never returns count as
 * executed.
 */
final class CostCounting {
    private final DoubleFunction<Expr> counter;

    /**
     * Creates an instrumenter.
     *
     * @param counter creates a statement that adds a cost, in additions
     */
    CostCounting(DoubleFunction<Expr> counter) {
        this.counter = counter;
    }

    /** Instruments a body recursively. */
    Expr counting(Expr root) {
        // A run may continue after the block in which it starts, so its cost is known only after a first walk.
        var measuring = new Walk(Labels.isPinned(root), List.of());
        measuring.body(root);
        return new Walk(Labels.isPinned(root), measuring.costs).body(root);
    }

    /** Walks in execution order. Both walks start the same runs. */
    private final class Walk {
        private static final int FUNCTION = 0;

        private final boolean hasPinned;
        private final List<Double> known;
        private final List<Double> costs = new ArrayList<>();
        private final Map<String, Integer> depths = new HashMap<>();

        private int depth = FUNCTION;

        /** The index of the current run. */
        private int run;

        /**
         * True if control may have left since the run started, so that a new run must start at the next opportunity.
         */
        private boolean over;

        /** The depth of the outermost construct that control may have jumped to from the innermost one. */
        private int leaving = Integer.MAX_VALUE;

        Walk(boolean hasPinned, List<Double> known) {
            this.hasPinned = hasPinned;
            this.known = known;
        }

        Expr body(Expr root) {
            return inRunOfItsOwn(root);
        }

        private Expr visit(Expr expr) {
            if (expr instanceof Block block) {
                return visit(block);
            }
            if (expr instanceof Loop loop) {
                return visit(loop);
            }
            if (expr instanceof If branch) {
                return visit(branch);
            }
            if (expr instanceof Opaque opaque && opaque.template().hasHandlers()) {
                return visitTry(opaque);
            }
            List<Expr> children = expr.children();
            List<Expr> changed = new ArrayList<>(children.size());
            for (Expr child : children) {
                changed.add(visit(child));
            }
            costs.set(run, costs.get(run) + BodyCost.ofNode(expr));
            leave(expr);
            return children.isEmpty() ? expr : expr.withChildren(changed);
        }

        private void leave(Expr expr) {
            if (expr instanceof Break jump) {
                leaveFor(jump.label());
            } else if (expr instanceof Switch table) {
                table.targets().forEach(this::leaveFor);
                leaveFor(table.defaultTarget());
            } else if (expr instanceof Return
                    || expr instanceof Call call && call.tail()
                    || expr instanceof Opaque opaque && mayLeave(opaque)) {
                leaveFor(FUNCTION);
            }
        }

        private static boolean mayLeave(Opaque opaque) {
            return opaque.template().hasLabels() || opaque.template().leavesFunction() || !opaque.isReachable();
        }

        private void leaveFor(String label) {
            leaveFor(depths.getOrDefault(label, FUNCTION));
        }

        private void leaveFor(int target) {
            leaving = Math.min(leaving, target);
            over = true;
        }

        private Expr visit(Block block) {
            int outer = enter(block.label());
            List<Expr> items = new ArrayList<>(block.items().size() + 1);
            int before = run;
            boolean wasOver = over;
            for (Expr item : block.items()) {
                if (over && !(hasPinned && Labels.isPinned(item))) {
                    start(items);
                    if (wasOver) {
                        // Nothing has left since: the code after the block also belongs to this run.
                        before = leaving == Integer.MAX_VALUE ? run : before;
                        wasOver = leaving != Integer.MAX_VALUE;
                    }
                }
                items.add(visit(item));
            }
            exit(outer, before, wasOver);
            return new Block(block.label(), items, block.type());
        }

        private Expr visit(Loop loop) {
            int before = run;
            boolean wasOver = over;
            int outer = enter(loop.label());
            Expr body = inRunOfItsOwn(loop.body());
            exit(outer, before, wasOver);
            return new Loop(loop.label(), body, loop.type());
        }

        private Expr visit(If branch) {
            Expr condition = visit(branch.condition());
            costs.set(run, costs.get(run) + BodyCost.ofNode(branch));
            int before = run;
            boolean wasOver = over;
            int outer = enter(null);
            Expr ifTrue = inRunOfItsOwn(branch.ifTrue());
            Expr ifFalse = branch.ifFalse() == null ? null : inRunOfItsOwn(branch.ifFalse());
            exit(outer, before, wasOver);
            return new If(condition, ifTrue, ifFalse, branch.type());
        }

        /** Does not count the code of handlers before the first place where a counter can be inserted. */
        private Expr visitTry(Opaque expr) {
            costs.set(run, costs.get(run) + BodyCost.ofNode(expr));
            int before = run;
            boolean wasOver = over;
            int outer = enter(null);
            List<Expr> changed = new ArrayList<>();
            for (Expr child : expr.children()) {
                changed.add(visit(child));
                run = costs.size();
                costs.add(0.0);
                over = true;
            }
            exit(outer, before, wasOver);
            leave(expr);
            return expr.withChildren(changed);
        }

        /** Enters a construct, and returns the state of the enclosing one. */
        private int enter(String label) {
            depth++;
            if (label != null) {
                depths.put(label, depth);
            }
            int outer = leaving;
            leaving = Integer.MAX_VALUE;
            return outer;
        }

        /** Leaves a construct and continues the run before it, unless control may have jumped further out. */
        private void exit(int outer, int before, boolean wasOver) {
            boolean left = leaving < depth;
            run = before;
            over = wasOver || left;
            leaving = left ? Math.min(outer, leaving) : outer;
            depth--;
        }

        private Expr inRunOfItsOwn(Expr expr) {
            List<Expr> items = new ArrayList<>(2);
            start(items);
            items.add(visit(expr));
            return items.size() == 1 ? items.get(0) : new Block(null, items, expr.type());
        }

        private void start(List<Expr> items) {
            run = costs.size();
            costs.add(0.0);
            over = false;
            if (!known.isEmpty() && known.get(run) > 0) {
                items.add(counter.apply(known.get(run)));
            }
        }
    }
}
