package io.github.mewe.equivalence.derivation;

import io.github.mewe.ir.Block;
import io.github.mewe.ir.Break;
import io.github.mewe.ir.Call;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.ExprTransformer;
import io.github.mewe.ir.ExprWalk;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.If;
import io.github.mewe.ir.IntUnary;
import io.github.mewe.ir.LocalAccess;
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
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The parts in which two bodies differ, as bodies of their own. If each pair of parts is equivalent, the bodies are,
 * since the code around the parts is the same.
 *
 * <p>A part is a function of the locals that it uses. They have any values that agree with what the code before the
 * part {@linkplain KnownValues establishes}. Where control leaves the part, it calls a function that the module lacks,
 * one per way out, with its value and the locals that it may have written. A check that compares calls thus compares
 * all that the code around the part can observe: the code around the parts does not read locals that are not live there
 * in the first body.
 *
 * <p>Parts begin as the smallest differences. A part that is not equivalent alone grows by the code around it.
 */
final class ChangedParts {
    /** The prefix of the functions that observe a way out; no other function has it. */
    private static final String WAY_OUT = "\0out ";

    /** The name of every part, so that equal parts of different functions are equal. */
    private static final String PART = "\0part";

    private static final int FIRST_GHOST = Integer.MIN_VALUE / 2;

    /** The operations around a difference that may be what makes it equivalent. */
    private static final int MOST_OPERATIONS = 3;

    /** The numbers of nodes to which a part grows. */
    private static final int[] SIZES = {16, 48, 120};

    private final CheckedBody before;
    private final CheckedBody after;
    private final Equivalence equivalence;
    private final Change root;

    /** Created at the first question, since most parts write no local and need no facts. */
    private KnownValues known;

    private LiveLocals live;
    private Boolean hasHandlers;

    /** True if more could be known about the present difference if dead locals were equal in both bodies. */
    private boolean hasGhosts;

    /** The locals that are equal in both bodies even where they are dead. */
    private final BitSet keptLocals = new BitSet();

    private ChangedParts(CheckedBody before, CheckedBody after, Equivalence equivalence) {
        this.before = before;
        this.after = after;
        this.equivalence = equivalence;
        this.root = Change.of(before.body().root(), after.body().root());
    }

    /** Decides if two bodies are equivalent. */
    interface Equivalence {
        boolean holds(CheckedBody one, CheckedBody other);
    }

    /** Two bodies that must be equivalent. */
    private record Pair(CheckedBody before, CheckedBody after) {}

    /** Ends the search: a part cannot be taken out of its body. */
    private static final class InseparableException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        InseparableException() {
            super("inseparable", null, false, false);
        }
    }

    /** Determines if all parts are equivalent; false if the bodies can only be compared as a whole. */
    static boolean areEquivalent(CheckedBody before, CheckedBody after, Equivalence equivalence) {
        int common = before.body().vars().size();
        return after.body().vars().size() >= common
                && after.body().vars().subList(0, common).equals(before.body().vars())
                && after.helpers().size() >= before.helpers().size()
                && after.helpers().subList(0, before.helpers().size()).equals(before.helpers())
                && before.body().root().type().equals(after.body().root().type())
                && areAllEquivalent(before, after, equivalence);
    }

    private static boolean areAllEquivalent(CheckedBody before, CheckedBody after, Equivalence equivalence) {
        var parts = new ChangedParts(before, after, equivalence);
        return parts.areEquivalent(false)
                || parts.hasGhosts && new ChangedParts(before, after, equivalence).areEquivalent(true);
    }

    /**
     * Determines if all parts are equivalent.
     *
     * @param keepsDead true to require that locals that no difference writes are equal even where they are dead, so
     *     that what is known about them can be used
     */
    private boolean areEquivalent(boolean keepsDead) {
        List<Change> differences = root.differences();
        if (differences.get(0) == root) {
            return false;
        }
        if (keepsDead) {
            keptLocals.set(0, before.body().localCount());
            for (Change difference : differences) {
                keptLocals.andNot(LocalAccess.of(difference.before).writes());
                keptLocals.andNot(LocalAccess.of(difference.after).writes());
            }
        }
        for (Change difference : differences) {
            if (!difference.isProved() && !isEquivalent(difference)) {
                return false;
            }
        }
        return true;
    }

    private KnownValues known() {
        if (known == null) {
            known = new KnownValues(root);
        }
        return known;
    }

    private boolean hasHandlers() {
        if (hasHandlers == null) {
            // Apart from the differences, both bodies have the same instructions.
            hasHandlers = live().hasUnknown() || addsHandlers();
        }
        return hasHandlers;
    }

    private boolean addsHandlers() {
        for (Change difference : root.differences()) {
            if (ExprWalk.any(difference.after, expr -> expr instanceof Opaque opaque && LiveLocals.isUnknown(opaque))) {
                return true;
            }
        }
        return false;
    }

    private LiveLocals live() {
        if (live == null) {
            live = new LiveLocals(before.body(), root);
        }
        return live;
    }

    private boolean isEquivalent(Change difference) {
        hasGhosts = false;
        List<Region> failed = new ArrayList<>();
        Change node = difference;
        for (int i = 0; i <= MOST_OPERATIONS; i++) {
            if (isEquivalentNode(node)) {
                node.markProved();
                return true;
            }
            failed.add(Region.alone(node));
            if (node.parent.parent == null || !isOperand(node)) {
                break;
            }
            node = node.parent;
        }
        for (int size : SIZES) {
            Region region = Region.around(difference, size);
            if (!failed.contains(region)) {
                if (isEquivalent(region)) {
                    region.markProved();
                    return true;
                }
                failed.add(region);
            }
        }
        return false;
    }

    private boolean isEquivalent(Region region) {
        return region.items() == 0
                ? isEquivalentNode(region.change())
                : areEquivalent(region, region.before(), region.after());
    }

    private static boolean isOperand(Change change) {
        Expr parent = change.parent.before;
        return !(parent instanceof Block || parent instanceof Loop || parent instanceof If && change.index > 0);
    }

    private boolean isEquivalentNode(Change node) {
        Region region = Region.alone(node);
        Expr one = region.before();
        Expr other = region.after();
        if (isCondition(node)) {
            one = truth(one);
            other = truth(other);
        }
        List<Expr> abstracted = Holes.in(one, other);
        if (!abstracted.isEmpty()
                && (areEquivalentAnywhere(region, abstracted.get(0), abstracted.get(1))
                        || areEquivalent(region, abstracted.get(0), abstracted.get(1)))) {
            return true;
        }
        return areEquivalentAnywhere(region, one, other) || areEquivalent(region, one, other);
    }

    /** Compares parts without facts. */
    private boolean areEquivalentAnywhere(Region region, Expr one, Expr other) {
        return areEquivalent(region, one, other, used -> List.of());
    }

    /** Compares parts where facts hold; false if there are none. */
    private boolean areEquivalent(Region region, Expr one, Expr other) {
        return areEquivalent(region, one, other, used -> {
            List<Expr> facts = facts(region, used);
            if (facts.isEmpty() && region.items() == 0) {
                throw new InseparableException();
            }
            return facts;
        });
    }

    private boolean areEquivalent(Region region, Expr one, Expr other, Function<Set<Integer>, List<Expr>> facts) {
        try {
            Pair pair = pair(region, one, other, facts);
            return equivalence.holds(pair.before(), pair.after());
        } catch (InseparableException e) {
            return false;
        }
    }

    private List<Expr> facts(Region region, Set<Integer> used) {
        BitSet liveBefore = equal(
                region.items() == 0
                        ? live().before(region.change())
                        : live().beforeItem(region.change(), region.first()));
        List<Expr> facts = known().at(region.change(), region.first(), used);
        List<Expr> moved = facts.stream()
                .map(fact -> ExprTransformer.bottomUp(fact, expr -> ghost(expr, liveBefore)))
                .toList();
        hasGhosts |= !moved.equals(facts);
        return moved;
    }

    /** The locals that have the same value in both bodies where some locals are live. */
    private BitSet equal(BitSet liveLocals) {
        var equal = (BitSet) keptLocals.clone();
        equal.or(liveLocals);
        return equal;
    }

    /** If only the truth of a value matters, it is compared. */
    private static Expr truth(Expr condition) {
        return IntUnary.of(UnaryOperator.EQZ, ValueType.I32, condition);
    }

    private static boolean isCondition(Change change) {
        Expr parent = change.parent.before;
        boolean isLast = change.index == parent.children().size() - 1;
        return change.before.isReachable()
                && (parent instanceof If && change.index == 0
                        || parent instanceof Break jump && jump.condition() != null && isLast
                        || parent instanceof Select && isLast);
    }

    private Pair pair(Region region, Expr one, Expr other, Function<Set<Integer>, List<Expr>> factsAbout) {
        int observable = before.body().localCount();
        Set<Integer> used = new LinkedHashSet<>();
        Set<Integer> written = new LinkedHashSet<>();
        Map<String, ValueType> out = new TreeMap<>();
        for (Expr expr : List.of(one, other)) {
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
                    throw new InseparableException();
                }
            });
            collectLabels(expr, new HashSet<>(), out);
        }
        if (!written.isEmpty() && (mayThrow(one) || mayThrow(other)) && hasHandlers()) {
            throw new InseparableException();
        }
        Supplier<BitSet> liveAfter = () -> equal(
                region.items() == 0
                        ? live().after(region.change())
                        : live().beforeItem(region.change(), region.first() + region.items()));
        List<Expr> facts = factsAbout.apply(used);
        facts.forEach(fact -> ExprWalk.each(fact, node -> {
            if (node instanceof LocalGet get && get.index() >= 0) {
                used.add(get.index());
            } else if (node instanceof LocalSet set && set.index() >= 0) {
                used.add(set.index());
            }
        }));
        var layout = new Layout(used, written, liveAfter, facts);
        return new Pair(
                new CheckedBody(layout.body(one, out), called(before.helpers(), one, other)),
                new CheckedBody(layout.body(other, out), called(after.helpers(), one, other)));
    }

    /** An exception leaves a part in its middle, with the locals that were written by then. */
    private static boolean mayThrow(Expr part) {
        return ExprWalk.any(part, expr -> expr instanceof Call || expr instanceof Opaque);
    }

    /** The helpers if a part calls one, otherwise none. */
    private static List<FunctionBody> called(List<FunctionBody> helpers, Expr one, Expr other) {
        if (helpers.isEmpty()) {
            return List.of();
        }
        Set<String> names = new HashSet<>();
        helpers.forEach(helper -> names.add(helper.name()));
        boolean calls = Stream.of(one, other)
                .anyMatch(part ->
                        ExprWalk.any(part, expr -> expr instanceof Call call && names.contains(call.target())));
        return calls ? helpers : List.of();
    }

    /** The locals of a part as parameters of a function. */
    private final class Layout {
        private final Map<Integer, Integer> places = new HashMap<>();
        private final List<ValueType> types = new ArrayList<>();
        private final Set<Integer> written;
        private final Supplier<BitSet> liveAtEnd;
        private final List<Expr> facts;

        Layout(Set<Integer> used, Set<Integer> written, Supplier<BitSet> liveAtEnd, List<Expr> facts) {
            used.forEach(local -> add(local, after.body().localType(local)));
            facts.forEach(fact -> ExprWalk.each(fact, node -> {
                if (node instanceof LocalGet get && get.index() < 0) {
                    add(get.index(), get.type());
                } else if (node instanceof LocalSet set && set.index() < 0) {
                    add(set.index(), set.value().type());
                }
            }));
            this.written = written;
            this.liveAtEnd = liveAtEnd;
            this.facts = facts.stream()
                    .map(fact -> ExprTransformer.bottomUp(fact, node -> relocated(node, places)))
                    .toList();
        }

        private void add(int local, ValueType type) {
            if (places.putIfAbsent(local, types.size()) == null) {
                types.add(type);
            }
        }

        /** The written locals that are live at a way out. */
        private List<Expr> observed(Supplier<BitSet> liveLocals) {
            if (written.isEmpty()) {
                return List.of();
            }
            BitSet live = liveLocals.get();
            List<Expr> observed = new ArrayList<>();
            for (int local : written) {
                if (live.get(local)) {
                    observed.add(new LocalGet(places.get(local), after.body().localType(local)));
                }
            }
            return observed;
        }

        FunctionBody body(Expr part, Map<String, ValueType> out) {
            List<Expr> items = new ArrayList<>(facts);
            items.add(part(part, out));
            Expr all = new Block(null, items, ValueType.UNREACHABLE);
            return new FunctionBody(PART, new Signature(types, ValueType.NONE), List.of(), all);
        }

        private Expr part(Expr expr, Map<String, ValueType> out) {
            Expr moved = ExprTransformer.bottomUp(expr, node -> moved(node, places));
            List<Expr> items = new ArrayList<>();
            if (expr.type().equals(ValueType.UNREACHABLE)) {
                items.add(moved);
                items.add(new Unreachable());
            } else {
                leave("end", moved, expr.type(), observed(liveAtEnd), items);
            }
            Expr body = new Block(null, items, ValueType.UNREACHABLE);
            for (Map.Entry<String, ValueType> label : out.entrySet()) {
                List<Expr> landing = new ArrayList<>();
                Expr target = new Block(label.getKey(), List.of(body), label.getValue());
                leave(
                        "to " + label.getKey(),
                        target,
                        label.getValue(),
                        observed(() -> equal(live().at(label.getKey()))),
                        landing);
                body = new Block(null, landing, ValueType.UNREACHABLE);
            }
            return body;
        }
    }

    /**
     * A local in a fact that need not be equal in both bodies: the code around the part may have written another value
     * into it meanwhile, which the part may read.
     */
    private static Expr ghost(Expr expr, BitSet equal) {
        if (expr instanceof LocalGet get && get.index() >= 0 && !equal.get(get.index())) {
            return new LocalGet(FIRST_GHOST - get.index(), get.type());
        }
        return expr instanceof LocalSet set && !equal.get(set.index())
                ? LocalSet.set(FIRST_GHOST - set.index(), set.value())
                : expr;
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
        List<Expr> children = expr.children();
        for (int i = 0; i < children.size(); i++) {
            collectLabels(children.get(i), inside, out);
        }
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
            throw new InseparableException();
        }
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
        if (expr instanceof Return leave) {
            List<Expr> value = leave.value() == null ? List.of() : List.of(leave.value());
            Expr call = new Call(WAY_OUT + "return", value, false, ValueType.NONE);
            return new Block(null, List.of(call, new Return(null)), ValueType.UNREACHABLE);
        }
        return relocated(expr, places);
    }

    private static Expr relocated(Expr expr, Map<Integer, Integer> places) {
        if (expr instanceof LocalGet get) {
            return new LocalGet(places.get(get.index()), get.type());
        }
        return expr instanceof LocalSet set
                ? new LocalSet(places.get(set.index()), set.value(), set.tee(), set.type())
                : expr;
    }
}
