package io.github.mewe.equivalence.derivation;

import io.github.mewe.ir.Block;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.IntBinary;
import io.github.mewe.ir.Opaque;
import io.github.mewe.wasm.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A place where two trees differ. It is either a smallest difference, or a node that is the same in both trees apart
 * from the changes inside.
 */
final class Change {
    final Expr before;
    final Expr after;

    /** The change around this one; null at the root. */
    final Change parent;

    /** The place among the children of the parent. */
    final int index;

    /** The children of the parent that the change replaces, and those that replace them. */
    final int count;

    final int countAfter;

    /** The changes inside, in order; empty for a smallest difference. */
    final List<Change> inside = new ArrayList<>();

    /** The items that are proved together, in the order of the proofs. */
    private final List<Items> jointly = new ArrayList<>();

    /** Determines if the difference is proved equivalent, and so is part of the current tree. */
    private boolean isProved;

    private Change(Expr before, Expr after, Change parent, int index, int count, int countAfter) {
        this.before = before;
        this.after = after;
        this.parent = parent;
        this.index = index;
        this.count = count;
        this.countAfter = countAfter;
    }

    /** Compares two trees of the same type; the root is a change even if they are the same. */
    static Change of(Expr before, Expr after) {
        var root = new Change(before, after, null, 0, 1, 1);
        if (!root.compare()) {
            root.inside.clear();
        }
        return root;
    }

    /** The smallest differences, in order. */
    List<Change> differences() {
        List<Change> differences = new ArrayList<>();
        collect(differences);
        return differences;
    }

    private void collect(List<Change> differences) {
        if (inside.isEmpty()) {
            differences.add(this);
        }
        inside.forEach(change -> change.collect(differences));
    }

    /** The change at a child; null if the child is the same in both trees. */
    Change at(int child) {
        int low = 0;
        int high = inside.size();
        while (low < high) {
            int middle = (low + high) / 2;
            if (inside.get(middle).index < child) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low < inside.size() && inside.get(low).index == child ? inside.get(low) : null;
    }

    boolean isProved() {
        return isProved;
    }

    void markProved() {
        isProved = true;
        inside.forEach(Change::markProved);
    }

    /**
     * Marks the changes in some items of a block. The items are equivalent together: between them, the trees may have
     * different states.
     */
    void markProved(int from, int to) {
        jointly.add(new Items(from, to));
        inside.stream()
                .filter(change -> change.index >= from && change.index < to)
                .forEach(Change::markProved);
    }

    /** The first of the items that cannot be separated from an item of a block. */
    int firstWith(int item) {
        int first = item;
        for (Change change : inside) {
            if (change.index <= item && item < change.index + change.count) {
                first = change.index;
            }
        }
        for (Items items : jointly) {
            if (items.from <= first && first < items.to) {
                first = items.from;
            }
        }
        return first;
    }

    /** The place after the last of the items that cannot be separated from an item of a block. */
    int endWith(int item) {
        int last = item;
        for (Change change : inside) {
            if (change.index <= item && item < change.index + change.count) {
                last = change.index + change.count - 1;
            }
        }
        for (Items items : jointly) {
            if (items.from <= last && last < items.to) {
                last = items.to - 1;
            }
        }
        return last + 1;
    }

    /** A range of items. */
    private record Items(int from, int to) {}

    /** The tree before, with the changes that are proved. */
    Expr current() {
        if (inside.isEmpty()) {
            return isProved ? after : before;
        }
        if (before instanceof Block block) {
            return new Block(block.label(), current(0, block.items().size()), block.type());
        }
        List<Expr> children = new ArrayList<>(before.children());
        inside.forEach(change -> children.set(change.index, change.current()));
        return before.withChildren(children);
    }

    /** Items of a block before, with the changes that are proved. */
    List<Expr> current(int from, int to) {
        List<Expr> items = new ArrayList<>();
        int next = from;
        for (Change change : inside) {
            if (change.index >= from && change.index < to) {
                items.addAll(before.children().subList(next, change.index));
                items.addAll(change.isProved ? change.replacing() : change.replaced());
                next = change.index + change.count;
            }
        }
        items.addAll(before.children().subList(next, to));
        return items;
    }

    private List<Expr> replaced() {
        return inside.isEmpty() ? parent.before.children().subList(index, index + count) : List.of(current());
    }

    private List<Expr> replacing() {
        int from = parent.placeAfter(index);
        return parent.after.children().subList(from, from + countAfter);
    }

    /** The items of the block after that replace items of the block before. */
    List<Expr> after(int from, int to) {
        return after.children().subList(placeAfter(from), placeAfter(to));
    }

    private int placeAfter(int place) {
        int moved = place;
        for (Change change : inside) {
            if (change.index < place) {
                moved += change.countAfter - change.count;
            }
        }
        return moved;
    }

    /** Collects the changes inside; returns false if this is a smallest difference. */
    private boolean compare() {
        if (isSameNode(before, after)) {
            List<Expr> children = before.children();
            for (int i = 0; i < children.size(); i++) {
                if (!compare(children.get(i), after.children().get(i), i)) {
                    return false;
                }
            }
            return true;
        }
        return before instanceof Block block
                && after instanceof Block changed
                && Objects.equals(block.label(), changed.label())
                && block.type().equals(changed.type())
                && compareItems(block, changed);
    }

    /** Compares two children; returns false if they cannot replace each other. */
    private boolean compare(Expr one, Expr other, int place) {
        if (one == other) {
            return true;
        }
        if (!one.type().equals(other.type())) {
            return false;
        }
        var change = new Change(one, other, this, place, 1, 1);
        boolean isNode = change.compare();
        if (!isNode) {
            change.inside.clear();
        }
        if (!isNode || !change.inside.isEmpty()) {
            inside.add(change);
        }
        return true;
    }

    /** Compares the items between the first and the last ones that are the same. */
    private boolean compareItems(Block one, Block other) {
        List<Expr> items = one.items();
        List<Expr> others = other.items();
        int shorter = Math.min(items.size(), others.size());
        int first = 0;
        while (first < shorter && isSame(items.get(first), others.get(first))) {
            first++;
        }
        int last = 0;
        while (last < shorter - first
                && isSame(items.get(items.size() - 1 - last), others.get(others.size() - 1 - last))) {
            last++;
        }
        boolean isEnd = last == 0;
        if (isEnd && one.label() != null && one.type().isConcrete()) {
            return false;
        }
        List<Expr> middle = items.subList(first, items.size() - last);
        List<Expr> changed = others.subList(first, others.size() - last);
        if (middle.isEmpty() && isEnd || changed.isEmpty() && isEnd) {
            return false;
        }
        ValueType type = isEnd ? one.type() : ValueType.NONE;
        inside.add(new Change(
                new Block(null, middle, type),
                new Block(null, changed, type),
                this,
                first,
                middle.size(),
                changed.size()));
        return true;
    }

    private static boolean isSame(Expr one, Expr other) {
        if (one == other) {
            return true;
        }
        if (!one.type().equals(other.type()) || !isSameNode(one, other)) {
            return false;
        }
        for (int i = 0; i < one.children().size(); i++) {
            if (!isSame(one.children().get(i), other.children().get(i))) {
                return false;
            }
        }
        return true;
    }

    /** Determines if two nodes differ in their children only. */
    static boolean isSameNode(Expr one, Expr other) {
        if (one.children().size() != other.children().size() || one.getClass() != other.getClass()) {
            return false;
        }
        if (one instanceof IntBinary binary) {
            IntBinary match = (IntBinary) other;
            return binary.operator() == match.operator() && binary.operandType().equals(match.operandType());
        }
        if (one instanceof Opaque opaque) {
            Opaque.Template template = ((Opaque) other).template();
            return opaque.type().equals(other.type()) && opaque.template().isSameAs(template);
        }
        if (one.children().isEmpty()) {
            return one.equals(other);
        }
        return other.withChildren(one.children()).equals(one);
    }
}
