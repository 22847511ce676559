package io.github.mewe.equivalence.isolation;

import io.github.mewe.ir.BinaryOperator;
import io.github.mewe.ir.Block;
import io.github.mewe.ir.Break;
import io.github.mewe.ir.Call;
import io.github.mewe.ir.Const;
import io.github.mewe.ir.Drop;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.GlobalGet;
import io.github.mewe.ir.GlobalSet;
import io.github.mewe.ir.If;
import io.github.mewe.ir.IntBinary;
import io.github.mewe.ir.IntUnary;
import io.github.mewe.ir.Labels;
import io.github.mewe.ir.Load;
import io.github.mewe.ir.LocalGet;
import io.github.mewe.ir.LocalSet;
import io.github.mewe.ir.Loop;
import io.github.mewe.ir.Nop;
import io.github.mewe.ir.Numeric;
import io.github.mewe.ir.Select;
import io.github.mewe.ir.Store;
import io.github.mewe.ir.UnaryOperator;
import io.github.mewe.wasm.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;

/** Draws faults of one body: copies of it that differ from it in one place. */
final class BodyFaults {
    private static final List<UnaryOperator> NARROW = List.of(
            UnaryOperator.CLZ,
            UnaryOperator.CTZ,
            UnaryOperator.POPCNT,
            UnaryOperator.EXTEND8_S,
            UnaryOperator.EXTEND16_S);

    private final FunctionBody body;
    private final Names names;
    private final Random random;
    private final List<Place> places = new ArrayList<>();
    private final List<Place> effects = new ArrayList<>();

    /** The names of a module that a fault may confuse. */
    interface Names {
        /** Another function with the same signature. */
        Optional<String> otherCallee(String callee);

        /** Another mutable global of the same type. */
        Optional<String> otherGlobal(String global, ValueType type);
    }

    /**
     * A body with a fault.
     *
     * @param kind the kind of the fault
     * @param from the replaced node
     * @param to its replacement
     * @param body the body with the replacement
     */
    record BodyFault(String kind, Expr from, Expr to, FunctionBody body) {}

    private record Change(String kind, Expr to) {}

    /**
     * A node.
     *
     * @param labels the targets around it that take no value
     * @param loops the number of loops around it
     * @param rebuild makes the root from a replacement of the node
     */
    private record Place(Expr expr, List<String> labels, int loops, Function<Expr, Expr> rebuild) {}

    BodyFaults(FunctionBody body, Names names, Random random) {
        this.body = body;
        this.names = names;
        this.random = random;
        collect(new Place(body.root(), List.of(), 0, root -> root));
    }

    private void collect(Place place) {
        Expr expr = place.expr();
        places.add(place);
        if (!Fault.isPure(expr)) {
            effects.add(place);
        }
        List<String> labels = new ArrayList<>(place.labels());
        if (expr instanceof Block block && block.label() != null && block.type().equals(ValueType.NONE)) {
            labels.add(block.label());
        } else if (expr instanceof Loop loop && loop.label() != null) {
            labels.add(loop.label());
        }
        int loops = place.loops() + (expr instanceof Loop ? 1 : 0);
        List<Expr> children = expr.children();
        for (int i = 0; i < children.size(); i++) {
            int index = i;
            collect(new Place(
                    children.get(i),
                    labels,
                    loops,
                    child -> place.rebuild().apply(expr.withChildren(with(children, index, child)))));
        }
    }

    /** Draws a fault; empty if the drawn node has none. */
    Optional<BodyFault> draw() {
        // Half of the faults are in effects and control flow, although most nodes only compute.
        Place place = effects.isEmpty() || random.nextBoolean() ? any(places) : any(effects);
        Expr from = place.expr();
        List<Change> changes = changes(place).stream()
                .filter(change ->
                        change.to().type().equals(from.type()) && !change.to().equals(from))
                .toList();
        if (changes.isEmpty()) {
            return Optional.empty();
        }
        Change change = any(changes);
        Expr root = place.rebuild().apply(change.to());
        return Optional.of(new BodyFault(change.kind(), from, change.to(), body.withRoot(root)));
    }

    private List<Change> changes(Place place) {
        var changes = new ArrayList<Change>();
        Expr expr = place.expr();
        for (Fault fault : Fault.values()) {
            fault.at(expr, context(place)).ifPresent(to -> changes.add(new Change(fault.text(), to)));
        }
        values(expr, changes);
        accesses(expr, changes);
        control(place, changes);
        if (expr instanceof Block block) {
            sequence(block, changes);
        }
        return changes;
    }

    private Fault.Context context(Place place) {
        return new Fault.Context() {
            @Override
            public FunctionBody body() {
                return body;
            }

            @Override
            public int loops() {
                return place.loops();
            }

            @Override
            public Optional<String> otherCallee(Call call) {
                return names.otherCallee(call.target());
            }

            @Override
            public Optional<String> otherGlobal(String global, ValueType type) {
                return names.otherGlobal(global, type);
            }
        };
    }

    private void values(Expr expr, List<Change> changes) {
        if (expr instanceof Const c) {
            long bit = 1L << random.nextInt(8 * c.type().bytes());
            changes.add(new Change("flipped bit of a constant", new Const(c.type(), c.bits() ^ bit)));
            changes.add(new Change("constant replaced by 0", Const.zero(c.type())));
            if (c.type().isInteger()) {
                changes.add(new Change("negated constant", new Const(c.type(), -c.bits())));
            }
        } else if (expr instanceof IntBinary b) {
            BinaryOperator other = any(List.of(BinaryOperator.values()));
            changes.add(new Change("operator", IntBinary.of(other, b.operandType(), b.left(), b.right())));
            if (!Fault.isPure(b.left()) && !Fault.isPure(b.right())) {
                Expr swapped = IntBinary.of(b.operator(), b.operandType(), b.right(), b.left());
                changes.add(new Change("reordered operands", swapped));
            }
            changes.add(new Change("operation replaced by its left operand", b.left()));
            changes.add(new Change("operation replaced by its right operand", b.right()));
        } else if (expr instanceof IntUnary u) {
            UnaryOperator other = any(NARROW);
            if (NARROW.contains(u.operator())) {
                changes.add(new Change("operator", IntUnary.of(other, u.operandType(), u.value())));
            }
            changes.add(new Change("operation replaced by its operand", u.value()));
        } else if (expr instanceof Numeric n) {
            n.operands().forEach(operand -> changes.add(new Change("operation replaced by an operand", operand)));
            if (n.operands().size() == 2
                    && n.operands().get(0).type().equals(n.operands().get(1).type())) {
                changes.add(new Change(
                        "swapped operands",
                        n.withChildren(List.of(n.operands().get(1), n.operands().get(0)))));
            }
        } else if (expr instanceof Select s) {
            changes.add(new Change("select replaced by a value", s.ifTrue()));
            changes.add(new Change("select replaced by a value", s.ifFalse()));
            changes.add(new Change("constant condition", s.withChildren(List.of(s.ifTrue(), s.ifFalse(), truth()))));
        } else if (expr instanceof LocalGet get) {
            otherLocal(get.index()).ifPresent(i -> changes.add(new Change("local", new LocalGet(i, get.type()))));
        } else if (expr instanceof LocalSet set) {
            otherLocal(set.index())
                    .ifPresent(
                            i -> changes.add(new Change("local", new LocalSet(i, set.value(), set.tee(), set.type()))));
            changes.add(new Change("dropped set of a local", set.tee() ? set.value() : new Drop(set.value())));
        } else if (expr instanceof GlobalGet get) {
            changes.add(new Change("global replaced by 0", zero(get.type())));
        } else if (expr instanceof GlobalSet set) {
            changes.add(new Change("dropped set of a global", new Drop(set.value())));
        } else if (expr instanceof Call call && call.type().isScalar() && !call.tail()) {
            changes.add(new Change("call replaced by 0", zero(call.type())));
        }
    }

    private void accesses(Expr expr, List<Change> changes) {
        if (expr instanceof Load l) {
            changes.add(new Change(
                    "offset",
                    new Load(l.memory(), l.offset() + 1, 1, l.bytes(), l.signed(), l.valueType(), l.address())));
            changes.add(new Change("load replaced by 0", zero(l.valueType())));
        } else if (expr instanceof Store s) {
            changes.add(new Change(
                    "offset",
                    new Store(
                            s.memory(), s.offset() + s.bytes(), 1, s.bytes(), s.valueType(), s.address(), s.value())));
            changes.add(new Change("dropped store", new Nop()));
            changes.add(new Change("duplicated store", Block.of(null, s, s)));
            if (s.valueType().isScalar()) {
                changes.add(new Change("store of 0", s.withChildren(List.of(s.address(), zero(s.valueType())))));
            }
        }
    }

    private void control(Place place, List<Change> changes) {
        Expr expr = place.expr();
        if (expr instanceof If test) {
            if (test.ifFalse() != null) {
                changes.add(new Change(
                        "swapped branches", new If(test.condition(), test.ifFalse(), test.ifTrue(), test.type())));
                changes.add(new Change("if replaced by a branch", test.ifTrue()));
                changes.add(new Change("if replaced by a branch", test.ifFalse()));
            }
            changes.add(new Change("constant condition", new If(truth(), test.ifTrue(), test.ifFalse(), test.type())));
        } else if (expr instanceof Break jump) {
            if (jump.value() == null && !place.labels().isEmpty()) {
                changes.add(new Change(
                        "branch target", new Break(any(place.labels()), null, jump.condition(), jump.type())));
            }
            if (jump.condition() != null && jump.condition().isReachable()) {
                changes.add(
                        new Change("constant condition", new Break(jump.label(), jump.value(), truth(), jump.type())));
            }
        } else if (expr instanceof Loop loop) {
            changes.add(new Change("loop that runs once", new Block(loop.label(), List.of(loop.body()), loop.type())));
        }
    }

    private void sequence(Block block, List<Change> changes) {
        List<Expr> items = block.items();
        for (int i = 0; i < items.size(); i++) {
            Expr item = items.get(i);
            if (!item.type().equals(ValueType.NONE)) {
                continue;
            }
            changes.add(new Change("dropped item", block.withChildren(with(items, i, new Nop()))));
            if (Labels.definedIn(item).isEmpty()) {
                changes.add(
                        new Change("duplicated item", block.withChildren(with(items, i, Block.of(null, item, item)))));
            }
            if (i > 0 && items.get(i - 1).type().equals(ValueType.NONE)) {
                changes.add(new Change(
                        "reordered items", block.withChildren(with(with(items, i, items.get(i - 1)), i - 1, item))));
            }
        }
    }

    private Optional<Integer> otherLocal(int index) {
        ValueType type = body.localType(index);
        List<Integer> others = new ArrayList<>();
        for (int i = 0; i < body.localCount(); i++) {
            if (i != index && body.localType(i).equals(type)) {
                others.add(i);
            }
        }
        return others.isEmpty() ? Optional.empty() : Optional.of(any(others));
    }

    private Expr truth() {
        return Const.i32(random.nextInt(2));
    }

    private static Expr zero(ValueType type) {
        return type.isScalar() ? Const.zero(type) : new Nop();
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private static List<Expr> with(List<Expr> items, int index, Expr item) {
        List<Expr> changed = new ArrayList<>(items);
        changed.set(index, item);
        return changed;
    }
}
