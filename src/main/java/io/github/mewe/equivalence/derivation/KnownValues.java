package io.github.mewe.equivalence.derivation;

import io.github.mewe.ir.BinaryOperator;
import io.github.mewe.ir.Block;
import io.github.mewe.ir.Break;
import io.github.mewe.ir.Const;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.ExprWalk;
import io.github.mewe.ir.If;
import io.github.mewe.ir.IntBinary;
import io.github.mewe.ir.IntUnary;
import io.github.mewe.ir.Load;
import io.github.mewe.ir.LocalAccess;
import io.github.mewe.ir.LocalGet;
import io.github.mewe.ir.LocalSet;
import io.github.mewe.ir.Loop;
import io.github.mewe.ir.Opaque;
import io.github.mewe.ir.Return;
import io.github.mewe.ir.Select;
import io.github.mewe.ir.UnaryOperator;
import io.github.mewe.wasm.ValueType;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The values of locals and the conditions that hold wherever control enters a change. They follow from the writes and
 * branches before it. What the code cannot compute from locals, such as a value from memory, is a local with a negative
 * index, which may have any value.
 */
final class KnownValues {
    private static final int MOST_NODES_OF_VALUE = 20;
    private static final int MOST_FACTS = 12;
    private static final int MOST_EVENTS = 4000;
    private static final int CONDITION = -1;
    private static final int FORGOTTEN = -2;
    private static final int FIRST_UNKNOWN = -3;

    private final Map<Change, Event[]> entries = new HashMap<>();
    /** The locals that loops, and what control may leave before its end, write. */
    private final Map<Expr, BitSet> writes = new IdentityHashMap<>();

    private Event last;
    private int unknowns;

    /**
     * A write of a local, or a condition.
     *
     * @param earlier the event before, or null
     * @param local the local, or {@link #CONDITION} or {@link #FORGOTTEN}
     * @param value the value of the local, or a condition that is not zero; null if it is unknown
     * @param forgotten the locals whose values are unknown from now on; null except for {@link #FORGOTTEN}
     */
    private record Event(Event earlier, int local, Expr value, BitSet forgotten) {
        boolean writes(int other) {
            return local == FORGOTTEN ? forgotten.get(other) : local == other;
        }
    }

    /** Follows the tree before a change. */
    KnownValues(Change root) {
        collectWrites(root.before, new BitSet());
        walk(root.before, root);
    }

    private void collectWrites(Expr expr, BitSet into) {
        if (expr instanceof LocalSet set) {
            into.set(set.index());
        }
        boolean isKept = expr instanceof If
                || expr instanceof Loop
                || expr instanceof Block block && block.label() != null
                || expr instanceof Opaque;
        BitSet own = isKept ? new BitSet() : into;
        // What the condition writes is known in and after both arms.
        List<Expr> children = expr.children();
        for (int i = 0; i < children.size(); i++) {
            collectWrites(children.get(i), expr instanceof If && i == 0 ? into : own);
        }
        if (isKept) {
            writes.put(expr, own);
            into.or(own);
        }
    }

    /**
     * Code that establishes the facts about locals in a state that is otherwise arbitrary. Where a fact cannot hold, it
     * returns.
     *
     * @param change the change that control enters
     * @param item the item that control enters if the change is a block with changes inside; otherwise 0
     * @param used the locals that matter
     */
    List<Expr> at(Change change, int item, Set<Integer> used) {
        Set<Integer> wanted = new HashSet<>(used);
        BitSet written = new BitSet();
        List<Expr> facts = new ArrayList<>();
        int left = MOST_EVENTS;
        Event event = entries.get(change)[item];
        while (event != null && left-- > 0 && facts.size() < MOST_FACTS) {
            boolean isWanted = event.value != null
                    && (event.local == CONDITION
                            ? readsAny(event.value, wanted)
                            : wanted.contains(event.local) && !written.get(event.local));
            if (isWanted && isUnchanged(event.value, written) && !LocalAccess.isRead(event.local, event.value)) {
                facts.add(fact(event));
                wanted.addAll(reads(event.value));
            }
            if (event.local == FORGOTTEN) {
                written.or(event.forgotten);
            } else if (event.local != CONDITION) {
                written.set(event.local);
            }
            event = event.earlier;
        }
        Collections.reverse(facts);
        return facts;
    }

    private static Expr fact(Event event) {
        if (event.local != CONDITION) {
            return LocalSet.set(event.local, event.value);
        }
        return new If(isZero(event.value), new Return(null), null, ValueType.NONE);
    }

    private static Expr isZero(Expr condition) {
        return IntUnary.of(UnaryOperator.EQZ, ValueType.I32, condition);
    }

    private static Set<Integer> reads(Expr value) {
        Set<Integer> reads = new HashSet<>();
        ExprWalk.each(value, expr -> {
            if (expr instanceof LocalGet get) {
                reads.add(get.index());
            }
        });
        return reads;
    }

    private static boolean readsAny(Expr value, Set<Integer> locals) {
        return !Collections.disjoint(reads(value), locals);
    }

    private static boolean isUnchanged(Expr value, BitSet written) {
        return reads(value).stream().allMatch(local -> local < 0 || !written.get(local));
    }

    // The walk, in the order of execution

    private void walk(Expr expr, Change change) {
        if (change != null) {
            int items =
                    change.before instanceof Block ? change.before.children().size() : 0;
            entries.put(change, new Event[Math.max(1, items + 1)]);
            entries.get(change)[0] = last;
        }
        if (expr instanceof IntBinary binary) {
            walk(binary.left(), inside(change, 0));
            walk(binary.right(), inside(change, 1));
        } else if (expr instanceof If choice) {
            walk(choice, change);
        } else if (expr instanceof Block block) {
            walk(block, change);
        } else if (expr instanceof Loop loop) {
            forget(loop);
            walk(loop.body(), inside(change, 0));
        } else if (expr instanceof Opaque opaque
                && (opaque.template().hasHandlers() || opaque.template().hasLabels())) {
            forget(opaque);
            Event start = last;
            for (int i = 0; i < expr.children().size(); i++) {
                last = start;
                walk(expr.children().get(i), inside(change, i));
            }
            last = start;
        } else {
            Event start = last;
            List<Expr> children = expr.children();
            for (int i = 0; i < children.size(); i++) {
                walk(children.get(i), inside(change, i));
            }
            if (expr instanceof LocalSet set) {
                last = new Event(last, set.index(), value(set.value(), start), null);
            } else if (expr instanceof Break jump && jump.condition() != null) {
                assume(jump.condition(), false, start);
            }
        }
    }

    private static Change inside(Change change, int child) {
        return change == null ? null : change.at(child);
    }

    private void walk(If choice, Change change) {
        Event start = last;
        walk(choice.condition(), inside(change, 0));
        Event decided = last;
        assume(choice.condition(), true, start);
        walk(choice.ifTrue(), inside(change, 1));
        Event afterTrue = last;
        last = decided;
        assume(choice.condition(), false, start);
        if (choice.ifFalse() != null) {
            walk(choice.ifFalse(), inside(change, 2));
        }
        boolean meets = choice.ifTrue().isReachable();
        if (meets && choice.ifFalse() != null && !choice.ifFalse().isReachable()) {
            last = afterTrue;
        } else if (meets) {
            last = decided;
            forget(choice);
        }
    }

    private void walk(Block block, Change change) {
        Event start = last;
        boolean hasChanges = change != null && !change.inside.isEmpty();
        for (int i = 0; i < block.items().size(); i++) {
            Change inner = hasChanges ? inside(change, i) : null;
            if (hasChanges) {
                entries.get(change)[i] = last;
            }
            // A change of several items is a block that the tree lacks.
            boolean isRange = inner != null && inner.before != block.items().get(i);
            if (isRange) {
                entries.put(inner, new Event[] {last});
            }
            walk(block.items().get(i), isRange ? null : inner);
        }
        if (hasChanges) {
            Change atEnd = inside(change, block.items().size());
            if (atEnd != null) {
                entries.put(atEnd, new Event[] {last});
            }
            entries.get(change)[block.items().size()] = last;
        }
        if (block.label() != null) {
            last = start;
            forget(block);
        }
    }

    /** Forgets the values of the locals that a tree writes. */
    private void forget(Expr tree) {
        BitSet written = writes.get(tree);
        if (!written.isEmpty()) {
            last = new Event(last, FORGOTTEN, null, written);
        }
    }

    private void assume(Expr condition, boolean holds, Event start) {
        Expr value = value(condition, start);
        if (value != null && !(value instanceof LocalGet get && get.index() < 0)) {
            last = new Event(last, CONDITION, holds ? value : isZero(value), null);
        }
    }

    // Values

    /**
     * A value as an expression without effects.
     *
     * @param start the last event before its evaluation
     */
    private Expr value(Expr expr, Event start) {
        ValueType type = expr.type();
        if (!type.isConcrete() || type.isReference() || type.equals(ValueType.V128)) {
            return null;
        }
        int[] left = {MOST_NODES_OF_VALUE};
        return value(expr, start, left);
    }

    private Expr value(Expr expr, Event start, int[] left) {
        if (--left[0] < 0) {
            return unknown(expr.type());
        }
        if (expr instanceof Const) {
            return expr;
        }
        if (expr instanceof LocalGet get) {
            return writesSince(start, get.index()) == 0 ? get : unknown(expr.type());
        }
        if (expr instanceof LocalSet set) {
            return writesSince(start, set.index()) == 1
                    ? new LocalGet(set.index(), set.value().type())
                    : unknown(expr.type());
        }
        if (expr instanceof Block block
                && block.label() == null
                && !block.items().isEmpty()) {
            return value(block.items().get(block.items().size() - 1), start, left);
        }
        if (expr instanceof IntUnary
                || expr instanceof Select
                || expr instanceof IntBinary binary && !binary.operator().canTrap()) {
            List<Expr> operands = new ArrayList<>();
            for (Expr child : expr.children()) {
                operands.add(value(child, start, left));
            }
            return expr.withChildren(operands);
        }
        return expr instanceof Load load ? loaded(load) : unknown(expr.type());
    }

    private int writesSince(Event start, int local) {
        int count = 0;
        for (Event event = last; event != start && count < 2; event = event.earlier) {
            count += event.writes(local) ? event.local == FORGOTTEN ? 2 : 1 : 0;
        }
        return count;
    }

    private Expr loaded(Load load) {
        Expr value = unknown(load.valueType());
        boolean isNarrow =
                (load.valueType().equals(ValueType.I32) || load.valueType().equals(ValueType.I64))
                        && load.bytes() * 8 < load.valueType().bits();
        if (!isNarrow) {
            return value;
        }
        if (!load.signed()) {
            var mask = new Const(load.valueType(), ValueGraph.mask(8 * load.bytes()));
            return IntBinary.of(BinaryOperator.AND, load.valueType(), value, mask);
        }
        UnaryOperator extension = switch (load.bytes()) {
            case 1 -> UnaryOperator.EXTEND8_S;
            case 2 -> UnaryOperator.EXTEND16_S;
            default -> UnaryOperator.EXTEND32_S;
        };
        return IntUnary.of(extension, load.valueType(), value);
    }

    private Expr unknown(ValueType type) {
        return new LocalGet(FIRST_UNKNOWN - unknowns++, type);
    }
}
