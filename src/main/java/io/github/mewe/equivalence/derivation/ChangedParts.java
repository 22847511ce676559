package io.github.mewe.equivalence.derivation;

import io.github.mewe.ir.Block;
import io.github.mewe.ir.Break;
import io.github.mewe.ir.Call;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.ExprStatistics;
import io.github.mewe.ir.ExprTransformer;
import io.github.mewe.ir.ExprWalk;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.If;
import io.github.mewe.ir.IntUnary;
import io.github.mewe.ir.LocalGet;
import io.github.mewe.ir.LocalSet;
import io.github.mewe.ir.Loop;
import io.github.mewe.ir.Opaque;
import io.github.mewe.ir.Return;
import io.github.mewe.ir.Select;
import io.github.mewe.ir.Signature;
import io.github.mewe.ir.Switch;
import io.github.mewe.ir.UnaryOperator;
import io.github.mewe.ir.Unreachable;
import io.github.mewe.wasm.ValueType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The parts in which two bodies differ, as bodies of their own. If each pair of parts is equivalent, the bodies are,
 * since the code around the parts is the same.
 *
 * <p>A part is a function of the locals that it uses, with any values. Where control leaves it, it calls a function
 * that the module lacks, one per way out, with its value and the locals that it may have written. A check that compares
 * calls thus compares all that the code around the part can observe. Locals that only the second body has are not
 * observable: the code around the parts does not read them.
 */
final class ChangedParts {
    /** The prefix of the functions that observe a way out; no other function has it. */
    private static final String WAY_OUT = "\0out ";

    private final CheckedBody before;
    private final CheckedBody after;
    private final int context;
    private final List<Pair> pairs = new ArrayList<>();

    private ChangedParts(CheckedBody before, CheckedBody after, int context) {
        this.before = before;
        this.after = after;
        this.context = context;
    }

    /** Two bodies that must be equivalent. */
    record Pair(CheckedBody before, CheckedBody after) {}

    /** Two differing nodes at the same place. If only their truth matters, so does only that of their values. */
    private record Difference(Expr before, Expr after) {}

    /** Ends the search: the bodies can only be compared as a whole. */
    private static final class WholeException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /**
     * Finds the parts.
     *
     * @param context the number of instructions up to which a part includes the code around the change
     * @return empty if the bodies can only be compared as a whole
     */
    static Optional<List<Pair>> of(CheckedBody before, CheckedBody after, int context) {
        int common = before.body().vars().size();
        if (after.body().vars().size() < common
                || !after.body().vars().subList(0, common).equals(before.body().vars())
                || after.helpers().size() < before.helpers().size()
                || !after.helpers().subList(0, before.helpers().size()).equals(before.helpers())) {
            return Optional.empty();
        }
        try {
            return Optional.of(new ChangedParts(before, after, context).find());
        } catch (WholeException e) {
            return Optional.empty();
        }
    }

    private List<Pair> find() {
        Expr root = before.body().root();
        List<Difference> differences = new ArrayList<>();
        if (!compare(root, after.body().root(), differences)) {
            throw new WholeException();
        }
        for (Difference difference : differences) {
            if (difference.before() == root) {
                throw new WholeException();
            }
            pairs.add(pair(difference));
        }
        return pairs;
    }

    /** Collects the differences of two nodes; returns false if the nodes cannot be parts because their types differ. */
    private boolean compare(Expr one, Expr other, List<Difference> differences) {
        if (one == other) {
            return true;
        }
        if (!one.type().equals(other.type())) {
            return false;
        }
        int mark = differences.size();
        if (isSameNode(one, other)) {
            boolean areParts = true;
            int free = 0;
            for (int i = 0; i < one.children().size() && areParts; i++) {
                int markOfChild = differences.size();
                areParts = isCondition(one, i)
                        ? compareConditions(
                                one.children().get(i), other.children().get(i), differences)
                        : compare(one.children().get(i), other.children().get(i), differences);
                if (areParts && one instanceof Block && differences.size() > markOfChild) {
                    widen((Block) one, (Block) other, free, i, differences, markOfChild);
                    free = i + 1;
                }
            }
            boolean isSmall = differences.size() > mark && isSmall(one) && isSmall(other);
            if (areParts && !isSmall) {
                return true;
            }
            differences.subList(mark, differences.size()).clear();
        } else if (one instanceof Block block
                && other instanceof Block changed
                && Objects.equals(block.label(), changed.label())) {
            return compareItems(block, changed, differences);
        }
        differences.add(new Difference(one, other));
        return true;
    }

    private boolean isSmall(Expr expr) {
        return context > 0 && ExprStatistics.isAtMost(expr, context);
    }

    /** Lets the part of a changed item include earlier items, which may write the locals that it reads. */
    private void widen(Block one, Block other, int free, int item, List<Difference> differences, int mark) {
        int first = item + 1;
        while (first > free
                && isSmall(new Block(null, one.items().subList(first - 1, item + 1), ValueType.NONE))
                && isSmall(new Block(null, other.items().subList(first - 1, item + 1), ValueType.NONE))) {
            first--;
        }
        boolean isLast = item == one.items().size() - 1;
        if (first < item && !(isLast && one.label() != null && one.type().isConcrete())) {
            ValueType type = one.items().get(item).type();
            differences.subList(mark, differences.size()).clear();
            differences.add(new Difference(
                    new Block(null, one.items().subList(first, item + 1), type),
                    new Block(null, other.items().subList(first, item + 1), type)));
        }
    }

    private boolean compareConditions(Expr one, Expr other, List<Difference> differences) {
        int mark = differences.size();
        if (!compare(one, other, differences)) {
            return false;
        }
        if (differences.size() == mark + 1 && differences.get(mark).before() == one && one.isReachable()) {
            differences.set(mark, new Difference(truth(one), truth(other)));
        }
        return true;
    }

    private static Expr truth(Expr condition) {
        return IntUnary.of(UnaryOperator.EQZ, ValueType.I32, condition);
    }

    private static boolean isCondition(Expr parent, int child) {
        return parent instanceof If && child == 0
                || parent instanceof Break jump
                        && jump.condition() != null
                        && child == parent.children().size() - 1
                || parent instanceof Select && child == parent.children().size() - 1;
    }

    /** Compares what lies between the common first and last items. */
    private static boolean compareItems(Block one, Block other, List<Difference> differences) {
        List<Expr> items = one.items();
        List<Expr> others = other.items();
        int first = 0;
        while (first < items.size() && first < others.size() && items.get(first) == others.get(first)) {
            first++;
        }
        int last = 0;
        while (last < Math.min(items.size(), others.size()) - first
                && items.get(items.size() - 1 - last) == others.get(others.size() - 1 - last)) {
            last++;
        }
        List<Expr> middle = items.subList(first, items.size() - last);
        List<Expr> changed = others.subList(first, others.size() - last);
        boolean isEnd = last == 0;
        if (middle.isEmpty()
                || changed.isEmpty()
                || isEnd && one.label() != null && one.type().isConcrete()) {
            differences.add(new Difference(one, other));
            return true;
        }
        ValueType type = isEnd ? one.type() : ValueType.NONE;
        differences.add(new Difference(new Block(null, middle, type), new Block(null, changed, type)));
        return true;
    }

    /** Determines if two nodes differ in their children only. */
    static boolean isSameNode(Expr one, Expr other) {
        if (one.children().size() != other.children().size() || one.getClass() != other.getClass()) {
            return false;
        }
        if (one instanceof Opaque opaque) {
            Opaque.Template template = ((Opaque) other).template();
            return opaque.type().equals(other.type()) && opaque.template().isSameAs(template);
        }
        return other.withChildren(one.children()).equals(one);
    }

    private Pair pair(Difference difference) {
        int observable = before.body().localCount();
        SortedSet<Integer> used = new TreeSet<>();
        SortedSet<Integer> written = new TreeSet<>();
        Map<String, ValueType> out = new TreeMap<>();
        for (Expr expr : List.of(difference.before(), difference.after())) {
            ExprWalk.each(expr, node -> {
                if (node instanceof LocalGet get) {
                    used.add(get.index());
                } else if (node instanceof LocalSet set) {
                    used.add(set.index());
                    if (set.index() < observable) {
                        written.add(set.index());
                    }
                } else if (node instanceof Opaque opaque
                                && (opaque.template().hasLabels()
                                        || opaque.template().isPinned()
                                        || opaque.template().leavesFunction()
                                        || opaque.template().hasHandlers())
                        || node instanceof Call call && call.tail()
                        || node instanceof Return leave
                                && leave.value() != null
                                && !leave.value().isReachable()) {
                    throw new WholeException();
                }
            });
            collectLabels(expr, new HashSet<>(), out);
        }
        Map<Integer, Integer> places = new HashMap<>();
        List<ValueType> types = new ArrayList<>();
        for (int local : used) {
            places.put(local, types.size());
            types.add(after.body().localType(local));
        }
        List<Expr> observed = new ArrayList<>();
        for (int local : written) {
            observed.add(new LocalGet(places.get(local), after.body().localType(local)));
        }
        var signature = new Signature(types, ValueType.NONE);
        String name = before.body().name();
        return new Pair(
                new CheckedBody(
                        new FunctionBody(name, signature, List.of(), part(difference.before(), places, observed, out)),
                        before.helpers()),
                new CheckedBody(
                        new FunctionBody(name, signature, List.of(), part(difference.after(), places, observed, out)),
                        after.helpers()));
    }

    /** Collects the labels that lead out of an expression, with the types of their values. */
    private static void collectLabels(Expr expr, Set<String> inside, Map<String, ValueType> out) {
        String label = expr instanceof Block block ? block.label() : expr instanceof Loop loop ? loop.label() : null;
        boolean isNew = label != null && inside.add(label);
        if (expr instanceof Break jump) {
            add(jump.label(), jump.value(), inside, out);
        } else if (expr instanceof Switch jump) {
            jump.targets().forEach(target -> add(target, jump.value(), inside, out));
            add(jump.defaultTarget(), jump.value(), inside, out);
        }
        expr.children().forEach(child -> collectLabels(child, inside, out));
        if (isNew) {
            inside.remove(label);
        }
    }

    private static void add(String label, Expr value, Set<String> inside, Map<String, ValueType> out) {
        if (inside.contains(label)) {
            return;
        }
        ValueType type = value == null ? ValueType.NONE : value.type();
        ValueType known = out.putIfAbsent(label, type);
        if (type.equals(ValueType.UNREACHABLE) || known != null && !known.equals(type)) {
            throw new WholeException();
        }
    }

    private static Expr part(Expr expr, Map<Integer, Integer> places, List<Expr> observed, Map<String, ValueType> out) {
        Expr moved = ExprTransformer.bottomUp(expr, node -> moved(node, places));
        List<Expr> items = new ArrayList<>();
        if (expr.type().equals(ValueType.UNREACHABLE)) {
            items.add(moved);
            items.add(new Unreachable());
        } else {
            leave("end", moved, expr.type(), observed, items);
        }
        Expr body = new Block(null, items, ValueType.UNREACHABLE);
        for (Map.Entry<String, ValueType> label : out.entrySet()) {
            List<Expr> landing = new ArrayList<>();
            Expr target = new Block(label.getKey(), List.of(body), label.getValue());
            leave("to " + label.getKey(), target, label.getValue(), observed, landing);
            body = new Block(null, landing, ValueType.UNREACHABLE);
        }
        return body;
    }

    private static void leave(String way, Expr expr, ValueType type, List<Expr> observed, List<Expr> items) {
        List<Expr> operands = new ArrayList<>();
        if (type.equals(ValueType.NONE)) {
            items.add(expr);
        } else {
            operands.add(expr);
        }
        operands.addAll(observed);
        items.add(new Call(WAY_OUT + way, operands, false, ValueType.NONE));
        items.add(new Return(null));
    }

    private static Expr moved(Expr expr, Map<Integer, Integer> places) {
        if (expr instanceof LocalGet get) {
            return new LocalGet(places.get(get.index()), get.type());
        }
        if (expr instanceof LocalSet set) {
            return new LocalSet(places.get(set.index()), set.value(), set.tee(), set.type());
        }
        if (expr instanceof Return leave) {
            List<Expr> value = leave.value() == null ? List.of() : List.of(leave.value());
            Expr call = new Call(WAY_OUT + "return", value, false, ValueType.NONE);
            return new Block(null, List.of(call, new Return(null)), ValueType.UNREACHABLE);
        }
        return expr;
    }
}
