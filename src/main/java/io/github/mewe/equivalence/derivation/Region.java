package io.github.mewe.equivalence.derivation;

import io.github.mewe.ir.Block;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.ExprWalk;
import io.github.mewe.wasm.ValueType;
import java.util.List;

/**
 * A part: a change or, if its change is a block, some of its items.
 *
 * @param items the number of items; 0 for all of the change
 */
record Region(Change change, int first, int items) {
    Expr before() {
        return items == 0 ? change.current() : block(change.current(first, first + items));
    }

    Expr after() {
        return items == 0 ? change.after : block(change.after(first, first + items));
    }

    private Expr block(List<Expr> expressions) {
        int end = change.before.children().size();
        return new Block(null, expressions, first + items == end ? change.before.type() : ValueType.NONE);
    }

    void markProved() {
        if (items == 0) {
            change.markProved();
        } else {
            change.markProved(first, first + items);
        }
    }

    /** All of a change. */
    static Region alone(Change difference) {
        return new Region(difference, 0, 0);
    }

    /** The largest part of at most a number of nodes. */
    static Region around(Change difference, int size) {
        Change change = difference;
        while (change.parent != null && change.parent.parent != null && isAtMost(change.parent, size)) {
            change = change.parent;
        }
        if (change.parent == null || !(change.parent.before instanceof Block block)) {
            return alone(change);
        }
        return new Widening(change, block).within(size);
    }

    /** Adds items around a change to a part. */
    private static final class Widening {
        private final Change parent;
        private final Change change;
        private final int items;
        private final boolean hasValue;
        private int first;
        private int end;

        Widening(Change change, Block block) {
            this.change = change;
            this.parent = change.parent;
            this.items = block.items().size();
            this.hasValue = block.label() != null && block.type().isConcrete();
            this.first = change.index;
            // A change that only inserts items comes before one.
            this.end = change.index + Math.max(1, change.count);
        }

        Region within(int size) {
            if (hasValue && end == items) {
                return alone(change);
            }
            int left = size - nodesOf(first, end);
            int forLater = left / 2;
            while (end < items) {
                int next = parent.endWith(end);
                int added = nodesOf(end, next);
                if (added > forLater || hasValue && next == items) {
                    break;
                }
                forLater -= added;
                left -= added;
                end = next;
            }
            while (first > 0) {
                int next = parent.firstWith(first - 1);
                left -= nodesOf(next, first);
                if (left < 0) {
                    break;
                }
                first = next;
            }
            boolean isAlone = first == change.index && end == change.index + change.count;
            return isAlone ? alone(change) : new Region(parent, first, end - first);
        }

        private int nodesOf(int from, int to) {
            return Math.max(nodes(parent.current(from, to)), nodes(parent.after(from, to)));
        }
    }

    private static boolean isAtMost(Change change, int size) {
        return isAtMost(change.before, size) && isAtMost(change.after, size);
    }

    private static boolean isAtMost(Expr expr, int size) {
        int[] nodes = {0};
        return ExprWalk.all(expr, node -> ++nodes[0] <= size);
    }

    private static int nodes(List<Expr> expressions) {
        return expressions.stream().mapToInt(Region::nodes).sum();
    }

    private static int nodes(Expr expr) {
        return ExprWalk.count(expr, node -> true);
    }
}
