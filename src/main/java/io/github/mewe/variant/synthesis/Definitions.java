package io.github.mewe.variant.synthesis;

import io.github.mewe.ir.Const;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.ExprStatistics;
import io.github.mewe.ir.ExprWalk;
import io.github.mewe.ir.If;
import io.github.mewe.ir.LocalGet;
import io.github.mewe.ir.LocalSet;
import io.github.mewe.ir.Loop;
import io.github.mewe.ir.Opaque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The known contents of a function's locals at a point: pure expressions that would have the same value there. The
 * point moves as a walk visits the function in execution order.
 *
 * <p>The expression of a local is unknown after the local, or a local that the expression reads, is written. It is also
 * unknown wherever control may arrive on a path without the write: on leaving a loop, a branch or any other structure
 * that writes one of these locals, and on entering one whose writes may precede the point.
 */
final class Definitions {
    private static final int MAX_INSTRUCTIONS = 24;

    private final WriteOrder order;
    private final Map<Integer, Definition> byLocal = new HashMap<>();
    private final Map<Integer, Integer> lastWrites = new HashMap<>();
    private final List<Structure> open = new ArrayList<>();

    /** The depths of the open structures whose writes all may precede the point. */
    private final TreeSet<Integer> uncertain = new TreeSet<>();

    private int writes;
    private int parts;

    /**
     * A write of a known value.
     *
     * @param locals the local and the locals that the value reads
     * @param number the number of the write
     * @param depth the number of open structures
     * @param part the part of the innermost one
     */
    private record Definition(Expr value, Set<Integer> locals, int number, int depth, int part) {}

    /**
     * A structure around the point.
     *
     * @param first the number of its first write
     * @param count the number of its writes
     * @param part a number for the part of it in which the point lies
     */
    private record Structure(int first, int count, int part) {}

    /** The contents at the start of a body. */
    Definitions(Expr root) {
        this.order = new WriteOrder(root);
        open.add(new Structure(1, order.count(root), 0));
    }

    /** The known value of a read of a local; empty for other expressions and unknown values. */
    Optional<Expr> definition(Expr expr) {
        if (!(expr instanceof LocalGet get)) {
            return Optional.empty();
        }
        Definition definition = byLocal.get(get.index());
        return definition != null && holds(definition) ? Optional.of(definition.value()) : Optional.empty();
    }

    private boolean holds(Definition definition) {
        if (definition.depth() > open.size() || open.get(definition.depth() - 1).part() != definition.part()) {
            return false;
        }
        Integer depth = uncertain.isEmpty() ? null : uncertain.higher(definition.depth());
        Structure entered = depth == null ? null : open.get(depth - 1);
        for (int local : definition.locals()) {
            if (lastWrites.getOrDefault(local, 0) > definition.number()
                    || (entered != null && order.isWritten(local, entered.first(), entered.count()))) {
                return false;
            }
        }
        return true;
    }

    /** Determines if the evaluation of an expression at the point writes any local. */
    boolean isWriting(Expr expr) {
        return order.count(expr) > 0;
    }

    /** Determines if the evaluation of an expression at the point writes a local. */
    boolean isWrittenBy(Expr expr, int local) {
        return order.isWritten(local, writes + 1, order.count(expr));
    }

    /** Records the next write. */
    void write(LocalSet set) {
        writes++;
        lastWrites.put(set.index(), writes);
        byLocal.remove(set.index());
        Expr value = set.value();
        if (!Slice.isOperation(value)
                || !ExprStatistics.isAtMost(value, MAX_INSTRUCTIONS)
                || !ExprWalk.all(value, Definitions::isComputed)) {
            return;
        }
        Set<Integer> locals = new HashSet<>();
        ExprWalk.each(value, expr -> {
            if (expr instanceof LocalGet get) {
                locals.add(get.index());
            }
        });
        if (locals.add(set.index())) {
            byLocal.put(
                    set.index(),
                    new Definition(
                            value,
                            locals,
                            writes,
                            open.size(),
                            open.get(open.size() - 1).part()));
        }
    }

    private static boolean isComputed(Expr expr) {
        return Slice.isOperation(expr) || expr instanceof LocalGet || expr instanceof Const;
    }

    /**
     * Moves the point to the start of a structure: control may repeat or skip a part of it, or enter one from
     * elsewhere.
     */
    void enter(Expr structure) {
        open.add(new Structure(writes + 1, order.count(structure), ++parts));
        if (structure instanceof Loop || structure instanceof Opaque) {
            uncertain.add(open.size());
        }
    }

    /** Moves the point behind a child of the innermost structure. */
    void leaveChild(Expr structure, int index) {
        if (structure instanceof Opaque || (structure instanceof If && index > 0)) {
            Structure last = open.remove(open.size() - 1);
            open.add(new Structure(last.first(), last.count(), ++parts));
            uncertain.add(open.size());
        }
    }

    /** Moves the point to the end of the innermost structure. */
    void leave() {
        uncertain.remove(open.size());
        open.remove(open.size() - 1);
    }
}
